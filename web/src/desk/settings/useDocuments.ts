import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { get, request } from '../../shared/api/client'
import { ApiProblem } from '../../shared/api/problem'
import type { Document } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { sayProblemOf } from '../parts/missing'

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

/** A document's body while somebody edits it, and what the server says of it. */
export function useEditedDocument<T>(
  kind: DocumentKind,
  document: Pick<Document<T>, 'id' | 'version' | 'body'>,
) {
  const { word } = useWords()
  const save = useSaveDocument(kind)
  const [body, setBody] = useState(document.body)
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  return {
    body,
    failure,
    busy,
    changed: JSON.stringify(body) !== JSON.stringify(document.body),
    change(next: T) {
      setBody(next)
      setFailure(null)
    },
    /** What is wrong with the field at this path; nothing when it is right. */
    problem(path: string): string | undefined {
      const errors = failure instanceof ApiProblem ? failure.errors : []
      return sayProblemOf(
        errors.find((e) => e.path === path),
        word,
      )
    },
    async save(id: string, saved: (id: string) => void, version = document.version) {
      setBusy(true)
      setFailure(null)
      await save({ id, version }, body).then(() => saved(id), setFailure)
      setBusy(false)
    },
  }
}
