// Loading, empty and error: one sentence, and the one thing to do next.
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { ApiProblem, NetworkProblem } from '../../shared/api/problem'
import { useWords, type Words } from '../app/i18n'

export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useWords()
  return (
    <div className="loading" role="status" aria-label={t('loading')}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  )
}

export function Empty({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <div className="empty">
      <svg
        viewBox="0 0 48 48"
        width="48"
        height="48"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      >
        <path d="M28 9a16 16 0 0 0-16 22" />
        <path d="M20 39a16 16 0 0 0 16-22" />
      </svg>
      <p>{text}</p>
      {action}
    </div>
  )
}

export function sayProblem(error: unknown, { t, word }: Pick<Words, 't' | 'word'>): string {
  if (error instanceof NetworkProblem) return t('error.network')
  if (error instanceof ApiProblem) {
    if (error.status === 403) {
      const why = word('problem', error.type)
      return why === error.type ? t('error.forbidden') : why
    }
    if (error.status === 404) return t('error.not_found')
    if (error.status === 429 || error.status === 503)
      return t('error.busy', { s: error.retryAfterS ?? 10 })
    if (error.status >= 500) return t('error.server')
    const known = word('problem', error.type)
    return known !== error.type ? known : error.detail || error.type
  }
  return t('error.unexpected')
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const words = useWords()
  const id = error instanceof ApiProblem ? error.requestId : ''
  return (
    <div className="error-state" role="alert">
      <p>{sayProblem(error, words)}</p>
      {id && <p className="soft">{words.t('error.request_id', { id })}</p>}
      {retry && <Button onClick={retry}>{words.t('error.retry')}</Button>}
    </div>
  )
}
