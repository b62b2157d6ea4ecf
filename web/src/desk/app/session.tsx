// Who is signed in. A session that ends while somebody works is renewed in a dialog over the page:
// nothing below it is unmounted, requests wait and are repeated.
import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { request, setCsrfToken, setSignedOutHandler } from '../../shared/api/client'
import { ApiProblem } from '../../shared/api/problem'
import type { Me } from '../../shared/api/types'

export interface Credentials {
  user: string
  password: string
  totp?: string
}

type Status = 'loading' | 'out' | 'in' | 'expired' | 'unreachable'

interface Session {
  status: Status
  me: Me | null
  error: unknown
  signIn: (credentials: Credentials) => Promise<void>
  signOut: () => Promise<void>
  retry: () => void
  may: (permission: string) => boolean
}

const FLAG = 'hy.signed-in'

/** Whether this browser signed in before: without it nobody asks the server for a session. */
function flag(on?: boolean): boolean {
  try {
    if (on === undefined) return localStorage.getItem(FLAG) === '1'
    if (on) localStorage.setItem(FLAG, '1')
    else localStorage.removeItem(FLAG)
    return on
  } catch {
    return true
  }
}

const SessionContext = createContext<Session | null>(null)

export function SessionProvider({ children, initial }: { children: ReactNode; initial?: Me }) {
  const [state, setState] = useState<{ status: Status; me: Me | null; error: unknown }>({
    status: initial ? 'in' : 'loading',
    me: initial ?? null,
    error: null,
  })
  const cache = useQueryClient()
  const waiting = useRef<(() => void)[]>([])
  const enter = useCallback((me: Me) => {
    setCsrfToken(me.csrf_token)
    flag(true)
    setState({ status: 'in', me, error: null })
    for (const resume of waiting.current.splice(0)) resume()
  }, [])

  const load = useCallback(async () => {
    if (!flag()) return setState({ status: 'out', me: null, error: null })
    try {
      enter((await request<Me>('/session', { whenSignedOut: 'throw' })).data)
    } catch (error) {
      const out = error instanceof ApiProblem && error.status === 401
      if (out) flag(false)
      setState({ status: out ? 'out' : 'unreachable', me: null, error: out ? null : error })
    }
  }, [enter])
  useEffect(() => {
    if (!initial) load()
  }, [initial, load])

  useEffect(() => {
    setSignedOutHandler(() => {
      setState((old) => (old.status === 'in' ? { ...old, status: 'expired' } : old))
      return new Promise<void>((resume) => waiting.current.push(resume))
    })
    return () => setSignedOutHandler(null)
  }, [])

  const signIn = useCallback(
    async (credentials: Credentials) => {
      const { data } = await request<Me>('/session', {
        method: 'POST',
        body: credentials,
        whenSignedOut: 'throw',
      })
      if (state.me && state.me.id !== data.id) cache.clear()
      enter(data)
    },
    [cache, enter, state.me],
  )
  const signOut = useCallback(async () => {
    await request('/session', { method: 'DELETE', whenSignedOut: 'throw' }).catch(() => undefined)
    cache.clear()
    setCsrfToken('')
    flag(false)
    setState({ status: 'out', me: null, error: null })
  }, [cache])
  const session = useMemo(
    () => ({
      ...state,
      signIn,
      signOut,
      retry: load,
      may: (p: string) => state.me?.permissions.includes(p) ?? false,
    }),
    [state, signIn, signOut, load],
  )
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('outside of SessionProvider')
  return session
}

/** The signed-in person; only below the sign-in gate. */
export function useMe(): Me {
  const { me } = useSession()
  if (!me) throw new Error('nobody is signed in')
  return me
}
