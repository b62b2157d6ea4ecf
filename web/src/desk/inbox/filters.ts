// What an inbox list asks for; it lives in the address, so a view can be kept and shared as a link.
import { query } from '../../shared/api/client'

export const VIEWS = [
  'mine',
  'department',
  'unassigned',
  'due_soon',
  'breached',
  'waiting_approval',
  'mentions',
  'watching',
  'all',
] as const
export type View = (typeof VIEWS)[number]
export const SORTS = ['-received_at', 'received_at', 'due_at', '-priority', '-updated_at'] as const
export const FILTERS = [
  'state',
  'priority',
  'category',
  'channel',
  'sentiment',
  'department',
  'owner',
  'tag',
] as const
export type FilterName = (typeof FILTERS)[number]

export interface Filters {
  view: View
  sort: string
  q: string
  values: Partial<Record<FilterName, string>>
}

export function readFilters(address: URLSearchParams): Filters {
  const view = address.get('view') as View
  const sort = address.get('sort') ?? ''
  const values: Filters['values'] = {}
  for (const name of FILTERS) {
    const value = address.get(name)
    if (value) values[name] = value
  }
  return {
    view: VIEWS.includes(view) ? view : 'mine',
    sort: (SORTS as readonly string[]).includes(sort) ? sort : defaultSort(view),
    q: address.get('q') ?? '',
    values,
  }
}

// The same as the server's own order of a view. Breached tickets are not ordered by due time: of
// those that wait for the customer none is next, and they would be missing from the list.
export function defaultSort(view: View | null): string {
  if (view === 'due_soon') return 'due_at'
  return view === 'breached' ? 'received_at' : '-received_at'
}

export function writeFilters(filters: Filters): URLSearchParams {
  const out = new URLSearchParams({ view: filters.view })
  if (filters.sort !== defaultSort(filters.view)) out.set('sort', filters.sort)
  if (filters.q) out.set('q', filters.q)
  for (const [name, value] of Object.entries(filters.values)) if (value) out.set(name, value)
  return out
}

export function listPath(filters: Filters, cursor: string | null, limit: number): string {
  const view = filters.view === 'all' ? undefined : filters.view
  return `/tickets${query({ view, sort: filters.sort, q: filters.q.trim(), ...filters.values, limit, cursor })}`
}

export const COLUMNS = [
  'ticket_no',
  'received_at',
  'title',
  'priority',
  'state',
  'sub_state',
  'category',
  'complaint_kind',
  'channel',
  'sentiment',
  'department',
  'owner',
  'customer',
  'next_due_at',
  'breached',
  'sensitive',
  'product',
  'topics',
  'tags',
  'rating',
  'updated_at',
] as const

export interface ExportChoice {
  format: string
  columns: string[]
  labels: string
  utcOffset: number
}

export function exportPath(filters: Filters, choice: ExportChoice): string {
  const view = filters.view === 'all' ? undefined : filters.view
  return `/tickets/export${query({
    format: choice.format,
    columns: choice.columns,
    labels: choice.labels,
    utc_offset: choice.utcOffset,
    view,
    sort: filters.sort,
    q: filters.q.trim(),
    ...filters.values,
  })}`
}
