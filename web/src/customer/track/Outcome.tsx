// The customer's verdict: solved or not as two equal buttons, then five stars with words.
import { type FormEvent, useState } from 'react'
import type { Track } from '../../shared/api/types'
import { type Key, useLanguage } from '../i18n'
import { Failure } from '../parts/Failure'
import { Field } from '../parts/Field'

type Act = (verb: string, body: unknown) => Promise<void>

export function Outcome({ track, act }: { track: Track; act: Act }) {
  const { t } = useLanguage()
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const run: Act = async (verb, body) => {
    setBusy(true)
    setError(null)
    try {
      await act(verb, body)
      setAsking(false)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const rated = track.rating
  return (
    <>
      {track.can_confirm && !asking && (
        <section className="card ask">
          <h2>{t('track.ask_confirm')}</h2>
          <div className="pair">
            <button
              type="button"
              className="button big"
              disabled={busy}
              onClick={() => run('confirm', {})}
            >
              {t('track.solved')}
            </button>
            <button
              type="button"
              className="button big"
              disabled={busy}
              onClick={() => setAsking(true)}
            >
              {t('track.unsolved')}
            </button>
          </div>
        </section>
      )}
      {asking && (
        <ReopenForm
          busy={busy}
          cancel={() => setAsking(false)}
          send={(reason) => run('reopen', { reason })}
        />
      )}
      {Boolean(error) && <Failure error={error} />}
      {track.can_rate && !asking && (
        <RateForm
          busy={busy}
          send={(rating, comment) => run('rate', { rating, comment: comment || undefined })}
        />
      )}
      {!track.can_rate && rated !== null && rated !== undefined && rated > 0 && (
        <p className="note">
          {t('track.rated', { n: rated, word: t(`track.rate_${rated}` as Key) })}
        </p>
      )}
      {track.can_reopen && !track.can_confirm && !asking && (
        <p className="small">
          {t('track.reopen_later')}{' '}
          <button type="button" className="link" onClick={() => setAsking(true)}>
            {t('track.unsolved')}
          </button>
        </p>
      )}
    </>
  )
}

function ReopenForm(props: { busy: boolean; cancel: () => void; send: (reason: string) => void }) {
  const { t } = useLanguage()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(!reason.trim())
    if (reason.trim()) props.send(reason.trim())
  }
  return (
    <form className="card" onSubmit={submit} noValidate>
      <Field
        label={t('track.reopen_reason')}
        hint={t('track.reopen_hint')}
        error={missing ? t('form.required') : undefined}
        required
      >
        {(ids) => (
          <textarea
            {...ids}
            rows={4}
            maxLength={10000}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
        )}
      </Field>
      <div className="actions">
        <button type="submit" className="button primary" disabled={props.busy}>
          {t('track.reopen_send')}
        </button>
        <button type="button" className="button" onClick={props.cancel}>
          {t('track.cancel')}
        </button>
      </div>
    </form>
  )
}

const STARS = [1, 2, 3, 4, 5]

function RateForm(props: { busy: boolean; send: (rating: number, comment: string) => void }) {
  const { t } = useLanguage()
  const [rating, setRating] = useState(0)
  const [comment, setComment] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (rating > 0) props.send(rating, comment.trim())
  }
  return (
    <form className="card" onSubmit={submit}>
      <fieldset className="stars">
        <legend>
          <h2>{t('track.rate')}</h2>
        </legend>
        {STARS.map((n) => (
          <label key={n} className={n <= rating ? 'star on' : 'star'}>
            <input
              type="radio"
              name="rating"
              value={n}
              checked={n === rating}
              onChange={() => setRating(n)}
            />
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M12 2.8l2.8 6 6.5.8-4.8 4.5 1.3 6.4L12 17.3l-5.8 3.2 1.3-6.4L2.7 9.6l6.5-.8z" />
            </svg>
            <span className={n === rating ? 'word on' : 'word'}>{t(`track.rate_${n}` as Key)}</span>
          </label>
        ))}
      </fieldset>
      {rating > 0 && (
        <>
          <Field label={t('track.rate_comment')}>
            {(ids) => (
              <textarea
                {...ids}
                rows={2}
                maxLength={2000}
                value={comment}
                onChange={(e) => setComment(e.target.value)}
              />
            )}
          </Field>
          <div className="actions">
            <button type="submit" className="button primary" disabled={props.busy}>
              {t('track.rate_send')}
            </button>
          </div>
        </>
      )}
    </form>
  )
}
