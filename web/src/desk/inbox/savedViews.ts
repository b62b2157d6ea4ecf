// Views a person keeps on the server: a name, the address of a list, whom it is shared with.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post, request } from '../../shared/api/client'
import { ApiProblem } from '../../shared/api/problem'
import type { SavedView, SavedViews } from '../../shared/api/types'

export const SHARES = ['nobody', 'department', 'everybody'] as const
export type ViewDraft = Pick<SavedView, 'name' | 'query' | 'shared'>

const PATH = '/saved-views'
const KEY = ['saved-views']
/** Where the browser kept them before the server did. */
const LOCAL = 'hy.views'

interface LocalView {
  name: string
  address: string
}

export function readLocalViews(): LocalView[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(LOCAL) ?? '[]')
    if (!Array.isArray(read)) return []
    return read.filter((v) => typeof v?.name === 'string' && typeof v?.address === 'string')
  } catch {
    return []
  }
}

let moving: Promise<void> | null = null

/** Once each: taken or refused for good, a view leaves the browser; otherwise the next visit tries again. */
export function moveLocalViews(): Promise<void> {
  moving ??= (async () => {
    let left = readLocalViews()
    for (const { name, address } of left) {
      try {
        await post(PATH, { name, query: address, shared: 'nobody' })
      } catch (error) {
        const final = error instanceof ApiProblem && [400, 409].includes(error.status)
        if (!final) return
      }
      left = left.slice(1)
      if (left.length > 0) localStorage.setItem(LOCAL, JSON.stringify(left))
      else localStorage.removeItem(LOCAL)
    }
  })().finally(() => {
    moving = null
  })
  return moving
}

export function useSavedViews() {
  const cache = useQueryClient()
  const renew = () => cache.invalidateQueries({ queryKey: KEY })
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      // Before the answer, so that it names them.
      if (readLocalViews().length > 0) await moveLocalViews()
      return get<SavedViews>(PATH, signal)
    },
    staleTime: 60_000,
  })
  return {
    views: data?.items ?? [],
    mayShareWithEverybody: data?.may_share_with_everybody ?? false,
    add: (view: ViewDraft) => post(PATH, view).then(renew),
    change: (id: number, view: ViewDraft) =>
      request(`${PATH}/${id}`, { method: 'PUT', body: view }).then(renew),
    remove: (id: number) => request(`${PATH}/${id}`, { method: 'DELETE' }).then(renew),
  }
}
