// What waits for this person's decision: plans, read from their tickets, and messages to many
// customers.
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { get } from '../../shared/api/client'
import type { Approval, List, Ticket } from '../../shared/api/types'
import { formatInstant, formatMoney } from '../../shared/time'
import { useWords } from '../app/i18n'
import { BulkNoticeView, useBulkNotices } from '../incidents/BulkNotices'
import { sayMissing } from '../parts/missing'
import { PriorityMark } from '../parts/Priority'
import { Empty, ErrorState, Loading } from '../parts/States'
import { useSteps } from '../ticket/steps/StepProvider'
import { allowanceOf } from '../ticket/steps/specs'
import { useTicket } from '../ticket/useTicket'

export default function ApprovalsPage() {
  const { t } = useWords()
  const { data, error, refetch } = useQuery({
    queryKey: ['approvals'],
    queryFn: ({ signal }) => get<Pick<List<Approval>, 'items'>>('/approvals', signal),
  })
  const notices = useBulkNotices('state=waiting')
  const waiting = notices.data?.items.filter((n) => n.may_decide || n.may_withdraw) ?? []
  const failed = error ?? notices.error
  return (
    <div className="page">
      <h1>{t('nav.approvals')}</h1>
      {!data || !notices.data ? (
        failed ? (
          <ErrorState
            error={failed}
            retry={() => {
              refetch()
              notices.refetch()
            }}
          />
        ) : (
          <Loading />
        )
      ) : data.items.length + waiting.length === 0 ? (
        <Empty text={t('approvals.none')} />
      ) : (
        <ul className="approvals">
          {waiting.map((notice) => (
            <li key={`notice-${notice.id}`} className="card">
              <BulkNoticeView
                notice={notice}
                changed={() => notices.refetch()}
                about={
                  <>
                    <span>{t('bulk_notice.title')}</span>
                    <Link to={`/incidents/${notice.incident_no}`}>{notice.incident_no}</Link>
                  </>
                }
              />
            </li>
          ))}
          {data.items.map((a) => (
            <ApprovalCard key={a.ticket_no} approval={a} decided={() => refetch()} />
          ))}
        </ul>
      )}
    </div>
  )
}

function ApprovalCard({ approval: a, decided }: { approval: Approval; decided: () => void }) {
  const words = useWords()
  const { t, word, locale } = words
  const { openStep } = useSteps()
  const { ticket, error } = useTicket(a.ticket_no)
  const allowance = ticket && allowanceOf(ticket, 'approve')
  const refused = allowance && !allowance.allowed
  return (
    <li className="card">
      <p>
        <PriorityMark priority={a.priority} />{' '}
        <Link to={`/tickets/${a.ticket_no}`}>{a.ticket_no}</Link> <b>{a.title}</b>
      </p>
      {ticket ? (
        <Plan ticket={ticket} />
      ) : (
        <p className="soft">{error ? '' : t('approvals.loading')}</p>
      )}
      <p className="soft">
        {word('role', a.role)} ·{' '}
        {t('approvals.requested', {
          who: a.requested_by,
          at: formatInstant(a.requested_at, locale),
        })}
      </p>
      <p className="card-actions">
        <Button
          type="primary"
          disabled={!ticket || refused}
          onClick={() => openStep(a.ticket_no, 'approve', decided)}
        >
          {t('approvals.approve')}
        </Button>
        <Button
          disabled={!ticket || refused}
          onClick={() => openStep(a.ticket_no, 'reject', decided)}
        >
          {t('approvals.reject')}
        </Button>
        {refused && <span className="missing">{sayMissing(allowance.missing, words)}</span>}
      </p>
    </li>
  )
}

function Plan({ ticket }: { ticket: Ticket }) {
  const { t, word, locale } = useWords()
  const h = ticket.handling
  return (
    <>
      <p className="plan">{h.plan}</p>
      {h.plan_steps.length > 0 && (
        <ol className="plan-steps">
          {h.plan_steps.map((s) => (
            <li key={s}>{s}</li>
          ))}
        </ol>
      )}
      <p>
        {h.compensation_minor > 0 ? (
          <b>
            {word('compensation', h.compensation_kind)}{' '}
            {t('approvals.compensation', { sum: formatMoney(h.compensation_minor, locale) })}
          </b>
        ) : (
          <span className="soft">{t('approvals.no_compensation')}</span>
        )}
        {h.evaluation && <span className="soft"> · {h.evaluation}</span>}
      </p>
    </>
  )
}
