// How many tickets each fixed view holds for whoever is signed in (999+ from 1,000 on).
import { useQuery } from '@tanstack/react-query'
import { get } from '../../shared/api/client'
import type { ViewCount } from '../../shared/api/types'
import { useSession } from './session'

export function useViewCounts(): Record<string, number> {
  const { may } = useSession()
  const { data } = useQuery({
    queryKey: ['views'],
    queryFn: ({ signal }) => get<{ items: ViewCount[] }>('/views', signal),
    enabled: may('ticket.read'),
    staleTime: 5000,
  })
  return Object.fromEntries(data?.items.map((v) => [v.view, v.count]) ?? [])
}
