// The rows of a list and how they change: rows on screen are renewed in place and tinted; new ones
// wait behind a bar, so that nothing moves under the pointer.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { get } from '../../shared/api/client'
import type { List, Ticket, TicketRow } from '../../shared/api/types'
import { useLiveFacts } from '../app/live'
import { type Filters, listPath } from './filters'
import { type Pages, patchRow } from './patchRow'

const FIRST_PAGE = 50
const NEXT_PAGE = 200
const SETTLE_MS = 700
const TINT_MS = 1500
const MOST_AT_ONCE = 12

export function useInbox(filters: Filters) {
  const cache = useQueryClient()
  const key = useMemo(() => ['tickets', listPath(filters, null, 0)], [filters])
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      get<List<TicketRow>>(
        listPath(filters, pageParam, pageParam ? NEXT_PAGE : FIRST_PAGE),
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchOnWindowFocus: false,
    staleTime: 60_000,
    // Comparing ten thousand rows at each further page would take longer than a frame.
    structuralSharing: false,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const known = useRef(new Set<string>())
  known.current = useMemo(() => new Set(rows.map((row) => row.ticket_no)), [rows])

  const [tinted, setTinted] = useState<ReadonlySet<string>>(new Set())
  const [waiting, setWaiting] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other news
  useEffect(() => setWaiting(0), [key])

  const renew = useCallback(
    async (numbers: string[]) => {
      const found = await Promise.allSettled(numbers.map((no) => get<Ticket>(`/tickets/${no}`)))
      const fresh = found.filter((f) => f.status === 'fulfilled').map((f) => f.value)
      for (const ticket of fresh) {
        cache.setQueryData<Pages>(key, (old) => (old ? patchRow(old, ticket) : old))
        cache.setQueryData(['ticket', ticket.ticket_no], ticket)
      }
      setTinted(new Set(fresh.map((ticket) => ticket.ticket_no)))
      setTimeout(() => setTinted(new Set()), TINT_MS)
    },
    [cache, key],
  )
  const lookForNew = useCallback(async () => {
    const head = await get<List<TicketRow>>(listPath(filters, null, FIRST_PAGE)).catch(() => null)
    if (head) setWaiting(head.items.filter((row) => !known.current.has(row.ticket_no)).length)
  }, [filters])

  useSettledFacts((numbers, unknown) => {
    if (numbers.length > 0) renew(numbers.slice(0, MOST_AT_ONCE))
    if (unknown) lookForNew()
  }, known)

  const showNew = useCallback(() => {
    setWaiting(0)
    return cache.resetQueries({ queryKey: key, exact: true })
  }, [cache, key])
  return { list, rows, tinted, waiting, showNew }
}

/** Facts of a burst together: those about rows on screen, and whether there were others. */
function useSettledFacts(
  react: (numbers: string[], unknown: boolean) => void,
  known: React.RefObject<Set<string>>,
) {
  const heap = useRef({ numbers: new Set<string>(), unknown: false })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const latest = useRef(react)
  latest.current = react
  useLiveFacts((fact) => {
    if (!fact.ticket_no) return
    if (known.current.has(fact.ticket_no)) heap.current.numbers.add(fact.ticket_no)
    else heap.current.unknown = true
    timer.current ??= setTimeout(() => {
      timer.current = null
      const { numbers, unknown } = heap.current
      heap.current = { numbers: new Set(), unknown: false }
      latest.current([...numbers], unknown)
    }, SETTLE_MS)
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
}
