// Which steps and arcs the map shows at a level of detail, and where it draws them. Pure.
import { Graph, layout } from '@dagrejs/dagre'
import type { Arc, Process } from './types'

export const START = '__start'
export const END = '__end'
const NODE_HEIGHT = 44
const TERMINAL = 18

export interface MapArc {
  from: string
  to: string
  count: number
  /** Absent for arcs from the start and to the end. */
  arc?: Arc
}
export interface Selection {
  nodes: string[]
  arcs: MapArc[]
}
export interface Point {
  x: number
  y: number
}
export interface Drawn {
  width: number
  height: number
  nodes: { id: string; x: number; y: number; width: number; height: number }[]
  arcs: { arc: MapArc; path: string; label: Point }[]
}

function kept<T>(sorted: T[], share: number): T[] {
  return sorted.slice(0, Math.max(1, Math.ceil(sorted.length * share)))
}

function ends(counts: Record<string, number>, shown: Set<string>): [string, number][] {
  return Object.entries(counts).filter(([name]) => shown.has(name))
}

/**
 * The most frequent steps, and every arc among them that a step needs to be reached and left: its
 * most frequent one in and out. Of the others the most frequent `arcShare`.
 */
export function select(data: Process, nodeShare: number, arcShare: number): Selection {
  const names = Object.entries(data.activities)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([name]) => name)
  if (names.length === 0) return { nodes: [], arcs: [] }
  const nodes = kept(names, nodeShare)
  const shown = new Set(nodes)
  const all: MapArc[] = [
    ...data.dfg
      .filter((arc) => shown.has(arc.from) && shown.has(arc.to))
      .map((arc) => ({ from: arc.from, to: arc.to, count: arc.count, arc })),
    ...ends(data.start, shown).map(([to, count]) => ({ from: START, to, count })),
    ...ends(data.end, shown).map(([from, count]) => ({ from, to: END, count })),
  ].sort((a, b) => b.count - a.count)
  const needed = new Set<MapArc>()
  for (const node of nodes) {
    for (const side of ['to', 'from'] as const) {
      const best = all.find((arc) => arc[side] === node && arc.from !== arc.to)
      if (best) needed.add(best)
    }
  }
  const others = all.filter((arc) => !needed.has(arc))
  const more = new Set(others.slice(0, Math.round(others.length * arcShare)))
  return { nodes, arcs: all.filter((arc) => needed.has(arc) || more.has(arc)) }
}

/** Wide characters count twice; a figure stands below the name. */
export function labelWidth(text: string): number {
  let units = 0
  for (const character of text) units += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1.15
  return Math.max(96, Math.round(units * 7 + 28))
}

export function draw(selection: Selection, nameOf: (id: string) => string): Drawn {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 34, ranksep: 28, edgesep: 16, marginx: 12, marginy: 12 })
  graph.setDefaultEdgeLabel(() => ({}))
  const used = new Set(selection.arcs.flatMap((arc) => [arc.from, arc.to]))
  for (const end of [START, END]) {
    if (used.has(end)) graph.setNode(end, { width: TERMINAL, height: TERMINAL })
  }
  for (const id of selection.nodes) {
    graph.setNode(id, { width: labelWidth(nameOf(id)), height: NODE_HEIGHT })
  }
  for (const arc of selection.arcs) {
    graph.setEdge(
      arc.from,
      arc.to,
      { width: 64, height: 18, labelpos: 'c', weight: Math.ceil(Math.log2(arc.count + 1)) },
      'arc',
    )
  }
  layout(graph)
  const size = graph.graph() as { width?: number; height?: number }
  return {
    width: Math.ceil(size.width ?? 0),
    height: Math.ceil(size.height ?? 0),
    nodes: graph.nodes().map((id) => {
      const { x, y, width, height } = graph.node(id) as Drawn['nodes'][number]
      return { id, x, y, width, height }
    }),
    arcs: selection.arcs.map((arc) => {
      if (arc.from === arc.to) return loop(arc, graph.node(arc.from) as Drawn['nodes'][number])
      const edge = graph.edge(arc.from, arc.to, 'arc') as { points: Point[]; x: number; y: number }
      return { arc, path: pathOf(edge.points), label: { x: edge.x, y: edge.y } }
    }),
  }
}

/** Out of the right side of a step and back into it, in the room the layout leaves there. */
function loop(arc: MapArc, node: { x: number; y: number; width: number }): Drawn['arcs'][number] {
  const side = node.x + node.width / 2
  const path = `M ${side} ${node.y - 10} C ${side + 34} ${node.y - 22} ${side + 34} ${node.y + 22} ${side + 2} ${node.y + 10}`
  return { arc, path, label: { x: side + 54, y: node.y } }
}

/** A smooth line through the points of an arc. */
export function pathOf(points: Point[]): string {
  const at = (p: Point) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`
  const [first, ...rest] = points
  if (!first) return ''
  if (rest.length < 2) return `M ${points.map(at).join(' L ')}`
  const curves = rest.slice(0, -1).map((bend, i) => {
    const next = rest[i + 1] ?? bend
    const last = i === rest.length - 2
    return `Q ${at(bend)} ${at(last ? next : { x: (bend.x + next.x) / 2, y: (bend.y + next.y) / 2 })}`
  })
  return `M ${at(first)} ${curves.join(' ')}`
}
