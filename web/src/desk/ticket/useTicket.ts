// One ticket and its timeline, kept fresh by live facts about it.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { get, post, request } from '../../shared/api/client'
import type { Ticket, TimelineItem } from '../../shared/api/types'
import { useLiveFacts } from '../app/live'
import { useViewCounts } from '../app/useViewCounts'

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

/** Whoever has the ticket before him has seen what mentioned him in it, also what comes meanwhile. */
export function useSeen(ticketNo: string, version: number) {
  const cache = useQueryClient()
  const { mentions } = useViewCounts()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version may hold another mention
  useEffect(() => {
    if (!mentions) return
    post(`/tickets/${encodeURIComponent(ticketNo)}/seen`, {}).then(
      () => cache.invalidateQueries({ queryKey: ['views'] }),
      () => {
        // Stays unread and is tried again with the next opening.
      },
    )
  }, [ticketNo, version, Boolean(mentions), cache])
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
