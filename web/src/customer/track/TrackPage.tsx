// One feedback as its customer sees it: where it stands, the promised time, what was said, and the
// customer's own steps (reply, confirm, reopen, rate).
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { get, post } from '../../shared/api/client'
import { ApiProblem } from '../../shared/api/problem'
import type { Track } from '../../shared/api/types'
import { formatExact, formatInstant } from '../../shared/time'
import { type Key, useLanguage } from '../i18n'
import { Failure } from '../parts/Failure'
import { useLoad } from '../parts/useLoad'
import { Outcome } from './Outcome'
import { ReceiptCheck } from './ReceiptCheck'
import { ReplyBox } from './ReplyBox'

const Files = lazy(() => import('../parts/Files'))

const REFRESH_MS = 30_000

export function TrackPage({ secret }: { secret: string }) {
  const { t, locale } = useLanguage()
  const path = `/track/${encodeURIComponent(secret)}`
  const read = useCallback((signal: AbortSignal) => get<Track>(path, signal), [path])
  const { data: track, error, reload, set } = useLoad(read)
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload()
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }, [reload])
  const act = useCallback(
    async (verb: string, body: unknown) => set(await post<Track>(`${path}/${verb}`, body)),
    [path, set],
  )

  if (!track) {
    if (!error)
      return (
        <p className="loading" role="status">
          {t('loading')}
        </p>
      )
    const gone = error instanceof ApiProblem && error.status === 404
    return (
      <>
        <h1>{t('error.title')}</h1>
        <Failure
          error={error}
          text={gone ? t('error.not_found') : undefined}
          retry={gone ? undefined : reload}
        />
        <a className="button" href="/track">
          {t('error.lookup')}
        </a>
      </>
    )
  }
  return (
    <article className="track">
      <h1>{t('track.title', { no: track.ticket_no })}</h1>
      <p className="small">
        {t('track.received', { at: formatInstant(track.received_at, locale) })}
        {track.handled_by && <> · {t('track.handled_by', { who: track.handled_by })}</>}
      </p>
      {Boolean(error) && <Failure error={error} retry={reload} />}
      <Progress track={track} />
      <PromisedTime track={track} />
      {track.solution && <SolutionCard solution={track.solution} />}
      <Outcome track={track} act={act} />
      <Messages track={track} />
      <Suspense fallback={null}>
        <Files
          secret={secret}
          given={track.attachments}
          closed={track.state === 'closed'}
          added={reload}
        />
      </Suspense>
      <AskPerson track={track} ask={() => act('person', {})} />
      {track.state !== 'closed' && (
        <ReplyBox ticketNo={track.ticket_no} send={(text) => act('reply', { text })} />
      )}
      <ReceiptCheck secret={secret} ticketNo={track.ticket_no} />
    </article>
  )
}

/** In a conversation: a person instead of the machine. */
function AskPerson({ track, ask }: { track: Track; ask: () => Promise<void> }) {
  const { t } = useLanguage()
  const [error, setError] = useState<unknown>(null)
  if (track.waits_for_person)
    return (
      <p className="note" role="status">
        {t('track.person_comes')}
      </p>
    )
  if (!track.can_ask_person) return null
  return (
    <p className="actions">
      <button type="button" className="button" onClick={() => ask().catch(setError)}>
        {t('track.ask_person')}
      </button>
      {Boolean(error) && <Failure error={error} />}
    </p>
  )
}

function Progress({ track }: { track: Track }) {
  const { t, locale } = useLanguage()
  return (
    <ol className="steps">
      {track.steps.map((step, i) => {
        const where =
          i < track.step || track.state === 'closed'
            ? 'done'
            : i === track.step
              ? 'current'
              : 'ahead'
        return (
          <li
            key={step.id}
            className={where}
            aria-current={where === 'current' ? 'step' : undefined}
          >
            <span className="dot" aria-hidden="true" />
            <span className="name">
              {t(`step.${step.id}` as Key)}
              <span className="sr"> {t(`step.${where}` as Key)}</span>
            </span>
            <span className="when">{step.at ? formatInstant(step.at, locale) : ''}</span>
          </li>
        )
      })}
    </ol>
  )
}

function PromisedTime({ track }: { track: Track }) {
  const { t, locale } = useLanguage()
  if (track.state === 'closed') return <p className="note">{t('track.closed')}</p>
  if (!track.next_promised_at || track.can_confirm) return null
  const late = new Date(track.next_promised_at).getTime() < Date.now()
  return (
    <div className={late ? 'promise-box late' : 'promise-box'}>
      <span className="small">{t('track.promise_label')}</span>
      <time dateTime={track.next_promised_at} title={formatExact(track.next_promised_at, locale)}>
        {formatInstant(track.next_promised_at, locale)}
      </time>
      {late && <p>{t('track.promise_late')}</p>}
    </div>
  )
}

function SolutionCard({ solution }: { solution: NonNullable<Track['solution']> }) {
  const { t, locale } = useLanguage()
  return (
    <section className="card">
      <h2>{t('track.solution')}</h2>
      <p className="text">{solution.summary}</p>
      {solution.steps.length > 0 && (
        <>
          <h3>{t('track.solution_steps')}</h3>
          <ol>
            {solution.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
      {solution.expected_at && (
        <p className="small">
          {t('track.solution_expected')} {formatInstant(solution.expected_at, locale)}
        </p>
      )}
    </section>
  )
}

function Messages({ track }: { track: Track }) {
  const { t, locale } = useLanguage()
  return (
    <section>
      <h2>{t('track.messages')}</h2>
      {track.messages.length === 0 && <p className="small">{t('track.no_messages')}</p>}
      <ol className="messages">
        {track.messages.map((m) => (
          <li key={m.id} className={m.from}>
            <p className="small">
              <b>{t(`track.from_${m.from}` as Key)}</b> ·{' '}
              <time dateTime={m.at}>{formatInstant(m.at, locale)}</time>
            </p>
            <p className="text">{m.text}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
