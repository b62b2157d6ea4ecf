import { type FormEvent, useState } from 'react'
import { post } from '../../shared/api/client'
import { ApiProblem } from '../../shared/api/problem'
import { useLanguage } from '../i18n'
import { Failure } from '../parts/Failure'
import { Field } from '../parts/Field'

/** Number and contact code lead to the secret link. */
export function LookupPage() {
  const { t } = useLanguage()
  const [number, setNumber] = useState('')
  const [code, setCode] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  async function look(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const body = { ticket_no: number.trim().toUpperCase(), contact_code: code.trim() }
      const { tracking_secret } = await post<{ tracking_secret: string }>('/public/track', body)
      location.assign(`/t/${encodeURIComponent(tracking_secret)}`)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  const wrong = error instanceof ApiProblem && [400, 403, 404, 422].includes(error.status)
  return (
    <form onSubmit={look} noValidate>
      <h1>{t('lookup.title')}</h1>
      <p className="lead">{t('lookup.intro')}</p>
      <Field label={t('lookup.number')} hint={t('lookup.number_hint')}>
        {(ids) => (
          <input
            {...ids}
            autoCapitalize="characters"
            autoComplete="off"
            value={number}
            onChange={(e) => setNumber(e.target.value)}
          />
        )}
      </Field>
      <Field label={t('lookup.code')} error={wrong ? t('lookup.not_found') : undefined}>
        {(ids) => (
          <input
            {...ids}
            inputMode="text"
            autoComplete="off"
            value={code}
            onChange={(e) => setCode(e.target.value)}
          />
        )}
      </Field>
      {Boolean(error) && !wrong && <Failure error={error} />}
      <div className="actions">
        <button
          type="submit"
          className="button primary"
          disabled={busy || !number.trim() || !code.trim()}
        >
          {t('lookup.go')}
        </button>
      </div>
    </form>
  )
}
