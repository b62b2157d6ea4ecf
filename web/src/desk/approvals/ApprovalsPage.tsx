import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { get } from '../../shared/api/client'
import type { Approval, List } from '../../shared/api/types'
import { formatInstant, formatMoney } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useSession } from '../app/session'
import { PriorityMark } from '../parts/Priority'
import { Empty, ErrorState, Loading } from '../parts/States'
import { useSteps } from '../ticket/steps/StepProvider'

export default function ApprovalsPage() {
  const { t, locale } = useWords()
  const { me } = useSession()
  const { openStep } = useSteps()
  const { data, error, refetch } = useQuery({
    queryKey: ['approvals'],
    queryFn: ({ signal }) => get<List<Approval>>('/approvals', signal),
  })
  return (
    <div className="page">
      <h1>{t('nav.approvals')}</h1>
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => refetch()} />
        ) : (
          <Loading />
        )
      ) : data.items.length === 0 ? (
        <Empty text={t('approvals.none')} />
      ) : (
        <ul className="approvals">
          {data.items.map((a) => {
            const own = a.requested_by === me?.display_name
            return (
              <li key={a.ticket_no} className="card">
                <p>
                  <PriorityMark priority={a.priority} />{' '}
                  <Link to={`/tickets/${a.ticket_no}`}>{a.ticket_no}</Link> <b>{a.title}</b>
                </p>
                <p className="plan">{a.plan}</p>
                <p className="soft">
                  {a.compensation_minor ? (
                    <b className="money">
                      {t('approvals.compensation', {
                        sum: formatMoney(a.compensation_minor, locale),
                      })}
                    </b>
                  ) : (
                    t('approvals.no_compensation')
                  )}
                  {' · '}
                  {t('approvals.requested', {
                    who: a.requested_by,
                    at: formatInstant(a.requested_at, locale),
                  })}
                </p>
                <p className="card-actions">
                  <Button
                    type="primary"
                    disabled={own}
                    onClick={() => openStep(a.ticket_no, 'approve', () => refetch())}
                  >
                    {t('approvals.approve')}
                  </Button>
                  <Button
                    disabled={own}
                    onClick={() => openStep(a.ticket_no, 'reject', () => refetch())}
                  >
                    {t('approvals.reject')}
                  </Button>
                  {own && <span className="missing">{t('approvals.own')}</span>}
                </p>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
