import { useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from '../../shared/api/client'
import type { Document } from '../../shared/api/types'

export type DocumentKind = 'setting' | 'form' | 'sla_policy' | 'calendar' | 'macro'

export function useDocuments<T = unknown>(kind: DocumentKind) {
  return useQuery({
    queryKey: ['documents', kind],
    queryFn: ({ signal }) => get<{ items: Document<T>[] }>(`/documents/${kind}`, signal),
    refetchOnWindowFocus: false,
  })
}

/** Saves over exactly the version that was read; somebody else's change is never lost. */
export function useSaveDocument(kind: DocumentKind) {
  const cache = useQueryClient()
  return async (document: Pick<Document, 'id' | 'version'>, body: unknown) => {
    await request(`/documents/${kind}/${encodeURIComponent(document.id)}`, {
      method: 'PUT',
      body: { body, version: document.version },
    })
    await cache.invalidateQueries({ queryKey: ['documents', kind] })
  }
}
