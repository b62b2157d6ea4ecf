// Sends one step. A stale ticket (412) is read again and what changed is handed back; the text typed
// stays where it is.
import { useCallback, useState } from 'react'
import { request } from '../../../shared/api/client'
import { ApiProblem } from '../../../shared/api/problem'
import type { Ticket } from '../../../shared/api/types'
import { readTicket, useFreshTicket } from '../useTicket'

export interface Change {
  field: string
  before: string
  after: string
}

const COMPARED = [
  'state',
  'sub_state',
  'priority',
  'category',
  'complaint_kind',
  'sentiment',
  'owner',
  'department',
  'title',
  'product',
  'order_no',
] as const
const COMPARED_HANDLING = [
  'restated',
  'impact_scope',
  'plan',
  'evaluation',
  'solution_summary',
] as const

export function changesBetween(before: Ticket, after: Ticket): Change[] {
  const changes: Change[] = []
  const add = (field: string, a: unknown, b: unknown) => {
    if ((a ?? '') !== (b ?? ''))
      changes.push({ field, before: String(a ?? ''), after: String(b ?? '') })
  }
  for (const field of COMPARED) add(field, before[field], after[field])
  for (const field of COMPARED_HANDLING) add(field, before.handling[field], after.handling[field])
  return changes
}

export function useStep(ticket: Ticket) {
  const fresh = useFreshTicket()
  const [base, setBase] = useState(ticket)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [stale, setStale] = useState<Change[] | null>(null)
  const run = useCallback(
    async (verb: string, body: unknown, guarded = false): Promise<Ticket | null> => {
      setBusy(true)
      setError(null)
      setStale(null)
      try {
        const { data, etag } = await request<Ticket | undefined>(
          `/tickets/${ticket.ticket_no}/${verb}`,
          {
            method: 'POST',
            body,
            ifMatch: guarded ? base.etag : undefined,
          },
        )
        // Handed on to where this person may not look: done, and nothing to show.
        const after = data ? { ...data, etag: data.etag || (etag ?? '') } : ticket
        fresh(after)
        setBase(after)
        return after
      } catch (failure) {
        if (failure instanceof ApiProblem && failure.status === 412) {
          const now = await readTicket(ticket.ticket_no).catch(() => null)
          if (now) {
            setStale(changesBetween(base, now))
            fresh(now)
            setBase(now)
            return null
          }
        }
        setError(failure)
        return null
      } finally {
        setBusy(false)
      }
    },
    [base, fresh, ticket],
  )
  return { run, busy, error, stale }
}
