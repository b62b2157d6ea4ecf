// The map. A click (or Enter) on a step or an arc chooses it; the figures and tickets stand beside it.
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { formatNumber, formatSpan } from '../../shared/time'
import { useWords } from '../app/i18n'
import { draw, END, type MapArc, START, select } from './map'
import { type Place, type Process, samePlace } from './types'

export type Colour = 'frequency' | 'performance'

interface Props {
  data: Process
  colour: Colour
  nodeShare: number
  arcShare: number
  chosen: Place | null
  choose: (place: Place) => void
}

function placeOf(arc: MapArc): Place {
  if (arc.from === START) return { kind: 'start', activity: arc.to }
  if (arc.to === END) return { kind: 'end', activity: arc.from }
  return { kind: 'arc', from: arc.from, to: arc.to }
}

export function ProcessMap({ data, colour, nodeShare, arcShare, chosen, choose }: Props) {
  const { t, word, locale } = useWords()
  // The words change with the language only.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `word` is new at every render
  const drawn = useMemo(
    () => draw(select(data, nodeShare, arcShare), (id) => word('event', id)),
    [data, nodeShare, arcShare, locale],
  )
  const mostArc = Math.max(1, ...drawn.arcs.map((a) => a.arc.count))
  const mostTime = Math.max(1, ...drawn.arcs.map((a) => a.arc.arc?.mean_s ?? 0))
  const mostNode = Math.max(1, ...Object.values(data.activities))
  const span = (s: number) => formatSpan(s * 1000, locale)
  const chooses = (place: Place) => ({
    role: 'button',
    tabIndex: 0,
    'aria-pressed': samePlace(chosen, place),
    onClick: () => choose(place),
    onKeyDown: (e: KeyboardEvent) => {
      if (e.key !== 'Enter' && e.key !== ' ') return
      e.preventDefault()
      choose(place)
    },
  })
  const arcs = drawn.arcs.map(({ arc, path, label }) => {
    const place = placeOf(arc)
    const heat = arc.arc ? Math.cbrt(arc.arc.mean_s / mostTime) : 0
    const figure =
      colour === 'frequency' || !arc.arc ? formatNumber(arc.count, locale) : span(arc.arc.mean_s)
    const line: CSSProperties & { '--heat'?: string } = {
      strokeWidth: 1 + 4 * Math.sqrt(arc.count / mostArc),
    }
    if (colour === 'performance' && arc.arc) {
      line['--heat'] = `color-mix(in srgb, var(--bad) ${Math.round(heat * 100)}%, var(--line))`
    }
    const said = arc.arc
      ? t('process.arc_label', {
          from: word('event', arc.from),
          to: word('event', arc.to),
          n: formatNumber(arc.count, locale),
          time: span(arc.arc.mean_s),
        })
      : t(arc.from === START ? 'process.start_label' : 'process.end_label', {
          step: word('event', arc.from === START ? arc.to : arc.from),
          n: formatNumber(arc.count, locale),
        })
    return (
      <g
        key={`${arc.from}>${arc.to}`}
        className={samePlace(chosen, place) ? 'arc chosen' : 'arc'}
        aria-label={said}
        {...chooses(place)}
      >
        <path className="arc-reach" d={path} />
        <path className="arc-line" d={path} markerEnd="url(#process-tip)" style={line} />
        <text className="arc-figure" x={label.x} y={label.y + 4} textAnchor="middle">
          {figure}
        </text>
      </g>
    )
  })
  const nodes = drawn.nodes.map((node) => {
    const left = node.x - node.width / 2
    const top = node.y - node.height / 2
    if (node.id === START || node.id === END)
      return (
        <circle
          key={node.id}
          className={node.id === START ? 'terminal' : 'terminal last'}
          cx={node.x}
          cy={node.y}
          r={node.width / 2 - 1}
        />
      )
    const place: Place = { kind: 'activity', activity: node.id }
    const count = data.activities[node.id] ?? 0
    return (
      <g
        key={node.id}
        className={samePlace(chosen, place) ? 'step chosen' : 'step'}
        {...chooses(place)}
      >
        <rect x={left} y={top} width={node.width} height={node.height} rx="6" />
        <rect
          className="step-bar"
          x={left + 8}
          y={top + node.height - 6}
          height="3"
          rx="1.5"
          width={Math.max(4, ((node.width - 16) * count) / mostNode)}
        />
        <text x={node.x} y={node.y - 2} textAnchor="middle">
          {word('event', node.id)}
        </text>
        <text className="step-figure" x={node.x} y={node.y + 13} textAnchor="middle">
          {formatNumber(count, locale)}
        </text>
      </g>
    )
  })
  // Where the window is narrower than the map, it opens on the beginning, not on an empty corner.
  const svg = useRef<SVGSVGElement>(null)
  useEffect(() => {
    const frame = svg.current?.parentElement
    const start = drawn.nodes.find((node) => node.id === START)
    if (frame && start) frame.scrollLeft = start.x - frame.clientWidth / 2
  }, [drawn])
  return (
    <svg
      ref={svg}
      className="process-map"
      role="group"
      aria-label={t('process.map_label', { steps: drawn.nodes.length, arcs: drawn.arcs.length })}
      width={drawn.width}
      height={drawn.height}
      viewBox={`0 0 ${drawn.width} ${drawn.height}`}
    >
      <defs>
        <marker
          id="process-tip"
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="13"
          markerHeight="13"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M 0 0 L 10 5 L 0 10 z" fill="context-stroke" />
        </marker>
      </defs>
      {arcs}
      {nodes}
    </svg>
  )
}
