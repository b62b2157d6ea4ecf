// One ticket and its timeline, kept fresh by live facts about it.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { get, post, request } from '../../shared/api/client'
import type { Ticket, TimelineItem } from '../../shared/api/types'
import { useLiveFacts } from '../app/live'
import { type Pages, patchRow } from '../inbox/patchRow'

export async function readTicket(ticketNo: string, signal?: AbortSignal): Promise<Ticket> {
  const { data, etag } = await request<Ticket>(`/tickets/${encodeURIComponent(ticketNo)}`, {
    signal,
  })
  return { ...data, etag: data.etag || (etag ?? '') }
}

export function useTicket(ticketNo: string) {
  const cache = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: ['ticket', ticketNo],
    queryFn: ({ signal }) => readTicket(ticketNo, signal),
    staleTime: 10_000,
  })
  useLiveFacts((fact) => {
    if (fact.ticket_no !== ticketNo) return
    cache.invalidateQueries({ queryKey: ['ticket', ticketNo] })
    cache.invalidateQueries({ queryKey: ['timeline', ticketNo] })
  })
  const retry = useCallback(() => {
    refetch()
  }, [refetch])
  return { ticket: data, error, retry }
}

/** Whoever has the ticket before him has read it, also what comes meanwhile. */
export function useSeen(ticketNo: string, version: number) {
  const cache = useQueryClient()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version is news again
  useEffect(() => {
    post(`/tickets/${encodeURIComponent(ticketNo)}/seen`, {}).then(
      () => {
        cache.invalidateQueries({ queryKey: ['views'] })
        cache.setQueriesData<Pages>(
          { queryKey: ['tickets'] },
          (pages) => pages && patchRow(pages, { ticket_no: ticketNo, unread: false }),
        )
      },
      () => {
        // Stays unread and is tried again with the next opening.
      },
    )
  }, [ticketNo, version, cache])
}

export function useTimeline(ticketNo: string) {
  return useQuery({
    queryKey: ['timeline', ticketNo],
    queryFn: ({ signal }) =>
      get<{ items: TimelineItem[] }>(`/tickets/${encodeURIComponent(ticketNo)}/timeline`, signal),
    staleTime: 5000,
  })
}

/** Puts the ticket a step answered with everywhere it is shown. */
export function useFreshTicket() {
  const cache = useQueryClient()
  return useCallback(
    (ticket: Ticket) => {
      cache.setQueryData(['ticket', ticket.ticket_no], ticket)
      cache.invalidateQueries({ queryKey: ['timeline', ticket.ticket_no] })
      for (const key of ['views', 'board', 'approvals', 'wall'])
        cache.invalidateQueries({ queryKey: [key] })
    },
    [cache],
  )
}
