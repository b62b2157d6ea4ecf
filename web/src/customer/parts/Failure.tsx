import { ApiProblem, NetworkProblem } from '../../shared/api/problem'
import { type T, useLanguage } from '../i18n'

export function explain(error: unknown, t: T): string {
  if (error instanceof NetworkProblem) return t('error.network')
  if (error instanceof ApiProblem) {
    if (error.status === 429 || error.status === 503) {
      return t('error.busy', { s: error.retryAfterS ?? 30 })
    }
    if (error.status < 500 && error.detail) return error.detail
  }
  return t('error.server')
}

/** What happened, what is safe, the request's number, and a way on. */
export function Failure({
  error,
  retry,
  text,
}: {
  error: unknown
  retry?: () => void
  text?: string
}) {
  const { t } = useLanguage()
  const id = error instanceof ApiProblem ? error.requestId : ''
  return (
    <div className="note bad" role="alert">
      <p>{text ?? explain(error, t)}</p>
      {id && <p className="small">{t('error.request_id', { id })}</p>}
      {retry && (
        <button type="button" className="button" onClick={retry}>
          {t('error.retry')}
        </button>
      )}
    </div>
  )
}
