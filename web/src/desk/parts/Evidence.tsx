// The words that decided a verdict, underlined in the text itself, thicker the more they weighed.
import { Fragment } from 'react'
import type { Evidence } from '../../shared/api/types'

export interface Piece {
  text: string
  weight: number
  start: number
}

/** Cuts a text at evidence borders. Offsets are code points; overlapping marks take the greater weight. */
export function cut(text: string, evidence: Evidence[]): Piece[] {
  const points = Array.from(text)
  const weights = new Array<number>(points.length).fill(0)
  for (const mark of evidence) {
    for (let i = Math.max(0, mark.start); i < Math.min(points.length, mark.end); i++) {
      weights[i] = Math.max(weights[i] ?? 0, Math.abs(mark.weight))
    }
  }
  const pieces: Piece[] = []
  points.forEach((point, i) => {
    const last = pieces.at(-1)
    const weight = weights[i] ?? 0
    if (last && last.weight === weight) last.text += point
    else pieces.push({ text: point, weight, start: i })
  })
  return pieces
}

export function EvidenceText({ text, evidence }: { text: string; evidence: Evidence[] }) {
  const most = Math.max(0, ...evidence.map((e) => Math.abs(e.weight)))
  return (
    <>
      {cut(text, evidence).map((piece) =>
        piece.weight > 0 ? (
          <mark
            key={piece.start}
            className={`evidence w${Math.max(1, Math.ceil((piece.weight / most) * 3))}`}
          >
            {piece.text}
          </mark>
        ) : (
          <Fragment key={piece.start}>{piece.text}</Fragment>
        ),
      )}
    </>
  )
}

export function ConfidenceBar({ value, label }: { value: number; label: string }) {
  const percent = Math.round(value * 100)
  return (
    <span className="confidence" title={`${label} ${percent}%`}>
      <svg viewBox="0 0 40 4" width="40" height="4" aria-hidden="true">
        <rect width="40" height="4" rx="2" className="track" />
        <rect width={40 * value} height="4" rx="2" className="fill" />
      </svg>
      <span className="sr">{label} </span>
      <span className="soft">{percent}%</span>
    </span>
  )
}
