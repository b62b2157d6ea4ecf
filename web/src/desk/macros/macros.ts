// Macros as stored (document kind "macro") and as the server tells what one would do.
import { useQuery } from '@tanstack/react-query'
import { get } from '../../shared/api/client'
import type { Document, Id } from '../../shared/api/types'

export interface MacroStep {
  do: string
  text?: string
  template?: string
  priority?: string
  reason?: string
  tags?: string[]
  owner?: 'self'
  owner_id?: Id
  department_id?: Id
}
export interface MacroBody {
  title: string
  steps: MacroStep[]
}
export interface MacroTrial {
  title: string
  allowed: boolean
  steps: {
    action: string
    text: string
    to: string
    allowed: boolean
    code?: string
    detail?: string
    missing: string[]
  }[]
}

/** What a step needs to be told; the order is that of the menu. */
export const STEP_KINDS = {
  acknowledge: ['text'],
  reply: ['text'],
  progress: ['text'],
  workaround: ['text'],
  ask_customer: ['text'],
  communicate_solution: ['text'],
  resolve: ['text'],
  note: ['text'],
  tags: ['tags'],
  set_priority: ['priority', 'text'],
  assign: ['to', 'text'],
  start_work: [],
  resume: [],
  wait_third_party: ['text'],
  watch: [],
  void: ['reason'],
} as const satisfies Record<string, readonly string[]>

export const OUTGOING = new Set([
  'acknowledge',
  'reply',
  'progress',
  'workaround',
  'ask_customer',
  'communicate_solution',
  'resolve',
])

export const VOID_REASONS = ['duplicate', 'spam', 'withdrawn', 'not_accepted', 'transferred_out']

export function useMacros(enabled = true) {
  return useQuery({
    queryKey: ['documents', 'macro'],
    queryFn: ({ signal }) => get<{ items: Document<MacroBody>[] }>('/documents/macro', signal),
    refetchOnWindowFocus: false,
    staleTime: 60_000,
    enabled,
  })
}

/** Opens a macro on the ticket page that is on screen; without a name, the choice of macros. */
export function openMacro(id?: string) {
  window.dispatchEvent(new CustomEvent('hy:macro', { detail: id }))
}

/** The name under which a new macro is kept: of its title when that is plain Latin, else counted. */
export function freeId(title: string, taken: string[], nameless = 'macro'): string {
  const plain = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40)
  const base = plain || nameless
  if (plain && !taken.includes(base)) return base
  let n = 1
  while (taken.includes(`${base}_${n}`)) n += 1
  return `${base}_${n}`
}
