import { useCallback, useEffect, useState } from 'react'

export interface Loaded<T> {
  data: T | null
  error: unknown
  reload: () => void
  set: (data: T) => void
}

/** Reads once, and again on request; an answer that comes too late is dropped. */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; error: unknown }>({
    data: null,
    error: null,
  })
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks for another read
  useEffect(() => {
    const abort = new AbortController()
    read(abort.signal).then(
      (data) => setState({ data, error: null }),
      (error) => {
        if (!abort.signal.aborted) setState((old) => ({ data: old.data, error }))
      },
    )
    return () => abort.abort()
  }, [read, turn])
  const reload = useCallback(() => setTurn((n) => n + 1), [])
  const set = useCallback((data: T) => setState({ data, error: null }), [])
  return { ...state, reload, set }
}
