// What GET /api/v1/process and its two companions answer.
export interface Arc {
  from: string
  to: string
  count: number
  mean_s: number
  median_s: number
  p90_s: number
  min_s: number
  max_s: number
}

export interface Process {
  cases: number
  events: number
  activities: Record<string, number>
  start: Record<string, number>
  end: Record<string, number>
  dfg: Arc[]
  variants: { path: string[]; count: number }[]
  variant_count: number
  unreadable_events: number
  case_duration_s: { mean: number; median: number; p90: number; min: number; max: number }
  rework: { cases: number; rate: number }
  bottlenecks: {
    kind: string
    from: string
    to: string
    count: number
    mean_wait_s: number
    total_wait_s: number
    share: number
    saved_per_case_s: number
    flagged: boolean
  }[]
}

export interface Finding {
  kind: string
  activities: string[]
  owners: string[]
  cases: number
  count: number
  share: number
  seconds: number
  impact_s: number
  ticket_nos: string[]
}

export interface TicketsBehind {
  count: number
  ticket_nos: string[]
}

/** What one points at on the map. */
export type Place =
  | { kind: 'arc'; from: string; to: string }
  | { kind: 'activity' | 'start' | 'end'; activity: string }

export function placeQuery(place: Place): Record<string, string> {
  return place.kind === 'arc'
    ? { from: place.from, to: place.to }
    : { [place.kind]: place.activity }
}

export function samePlace(a: Place | null, b: Place): boolean {
  return a !== null && JSON.stringify(placeQuery(a)) === JSON.stringify(placeQuery(b))
}
