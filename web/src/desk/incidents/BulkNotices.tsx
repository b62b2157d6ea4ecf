// Messages to many customers that need two people: as they wait, go out, or are over.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal, Progress } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { get, post } from '../../shared/api/client'
import type { BulkNotices as Answer, BulkNotice } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { ErrorState } from '../parts/States'
import { NoticeTexts } from './NoticeTexts'
import { RoundReport } from './RoundReport'

const RUNS = 2_000
const RESTS = 30_000

/** The newest first. While one is on its way it is asked after every two seconds. */
export function useBulkNotices(query: string) {
  return useQuery({
    queryKey: ['bulk-notices', query],
    queryFn: ({ signal }) => get<Answer>(`/bulk-notices?${query}`, signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some((n) => n.state === 'sending') ? RUNS : RESTS,
  })
}

export function BulkNotices({ incidentNo, changed }: { incidentNo: string; changed: () => void }) {
  const { t } = useWords()
  const { data, error, refetch } = useBulkNotices(`incident_no=${encodeURIComponent(incidentNo)}`)
  // Tickets change as the message reaches them.
  const reached = data?.items.reduce((n, notice) => n + notice.reached, 0)
  const seen = useRef(reached)
  useEffect(() => {
    const before = seen.current
    seen.current = reached
    if (before !== undefined && before !== reached) changed()
  }, [reached, changed])
  if (error && !data) return <ErrorState error={error} retry={() => refetch()} />
  if (!data || data.items.length === 0) return null
  return (
    <section className="card">
      <h2>{t('bulk_notice.title')}</h2>
      <ul className="bulk-notices">
        {data.items.map((notice) => (
          <li key={notice.id}>
            <BulkNoticeView notice={notice} changed={changed} />
          </li>
        ))}
      </ul>
    </section>
  )
}

export function BulkNoticeView({
  notice,
  changed,
  about,
}: {
  notice: BulkNotice
  changed: () => void
  about?: ReactNode
}) {
  const { t, word, locale } = useWords()
  const { audience, reached } = notice
  return (
    <article className="bulk-notice" data-testid={`bulk-notice-${notice.id}`}>
      <p className="bulk-notice-head">
        {about}
        <b>{t(`incidents.kind.${notice.kind}` as never)}</b>
        <span className={`bulk-state is-${notice.state}`}>{word('bulk_state', notice.state)}</span>
        <span>{t('bulk_notice.audience', { n: audience })}</span>
      </p>
      <NoticeTexts texts={notice.texts} />
      {notice.steps.length > 0 && (
        <ol className="plan-steps">
          {notice.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {notice.summary && <p className="item-text">{notice.summary}</p>}
      <p className="soft">
        {t('approvals.requested', {
          who: notice.author,
          at: formatInstant(notice.created_at, locale),
        })}
        {notice.next_at && (
          <>
            {' · '}
            {word('field', 'next_at')} {formatInstant(notice.next_at, locale)}
          </>
        )}
        {notice.decided_by && notice.decided_at && notice.state !== 'withdrawn' && (
          <>
            {' · '}
            {t('bulk_notice.decided', {
              who: notice.decided_by,
              at: formatInstant(notice.decided_at, locale),
            })}
          </>
        )}
      </p>
      {notice.comment && <p className="item-text">{notice.comment}</p>}
      {notice.hidden > 0 && <p className="needs">{t('incidents.hidden', { n: notice.hidden })}</p>}
      {notice.state === 'sending' && (
        <Progress
          percent={Math.round((100 * reached) / audience)}
          format={() => `${reached} / ${audience}`}
          aria-label={t('bulk_notice.progress')}
        />
      )}
      {notice.state === 'stopped' && <p className="needs">{t('bulk_notice.stopped')}</p>}
      {(notice.state === 'sent' || notice.state === 'stopped') && (
        <RoundReport report={{ ...notice, hidden: 0 }} />
      )}
      <Audience notice={notice} />
      <Decision notice={notice} changed={changed} />
    </article>
  )
}

function Audience({ notice }: { notice: BulkNotice }) {
  const { t } = useWords()
  if (notice.state !== 'waiting') return null
  return (
    <details>
      <summary>{t('bulk_notice.whom')}</summary>
      <p className="bulk-audience">
        {notice.ticket_nos.map((no) => (
          <Link key={no} to={`/tickets/${no}`} target="_blank">
            {no}
          </Link>
        ))}
      </p>
    </details>
  )
}

function Decision({ notice, changed }: { notice: BulkNotice; changed: () => void }) {
  const { t } = useWords()
  const cache = useQueryClient()
  const [rejecting, setRejecting] = useState(false)
  const [comment, setComment] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function act(what: 'approve' | 'reject' | 'withdraw') {
    setBusy(true)
    setError(null)
    const body =
      what === 'withdraw' ? undefined : what === 'reject' ? { comment: comment.trim() } : {}
    await post(`/bulk-notices/${notice.id}/${what}`, body).then(() => setRejecting(false), setError)
    setBusy(false)
    cache.invalidateQueries({ queryKey: ['bulk-notices'] })
    changed()
  }
  if (!notice.may_decide && !notice.may_withdraw) return <Refusal error={error} />
  return (
    <>
      <p className="card-actions">
        {notice.may_decide && (
          <>
            <Button type="primary" loading={busy} onClick={() => act('approve')}>
              {t('bulk_notice.approve', { n: notice.audience })}
            </Button>
            <Button onClick={() => setRejecting(true)}>{t('approvals.reject')}</Button>
          </>
        )}
        {notice.may_withdraw && (
          <>
            <Button loading={busy} onClick={() => act('withdraw')}>
              {t('bulk_notice.withdraw')}
            </Button>
            <span className="soft">{t('bulk_notice.second')}</span>
          </>
        )}
      </p>
      {!rejecting && <Refusal error={error} />}
      <Modal
        open={rejecting}
        title={t('bulk_notice.reject_title')}
        okText={t('bulk_notice.reject')}
        cancelText={t('cancel')}
        onCancel={() => setRejecting(false)}
        onOk={() => act('reject')}
        okButtonProps={{ disabled: !comment.trim(), loading: busy }}
      >
        <label className="label" htmlFor={`reject-${notice.id}`}>
          {t('bulk_notice.why')}
        </label>
        <Input.TextArea
          id={`reject-${notice.id}`}
          rows={3}
          maxLength={2000}
          value={comment}
          onChange={(e) => setComment(e.target.value)}
        />
        <Refusal error={error} />
      </Modal>
    </>
  )
}
