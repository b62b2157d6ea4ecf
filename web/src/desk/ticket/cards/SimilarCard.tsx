// Past tickets whose customers said nearly the same: how they went, and one click to link them.
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { get } from '../../../shared/api/client'
import type { SimilarTickets, Ticket } from '../../../shared/api/types'
import { formatInstant } from '../../../shared/time'
import { useWords } from '../../app/i18n'
import { useSession } from '../../app/session'
import { Refusal } from '../../parts/Refusal'
import { useStep } from '../steps/useStep'
import { Card } from './Card'

export function SimilarCard({ ticket }: { ticket: Ticket }) {
  const { t, word, locale } = useWords()
  const { may } = useSession()
  const { run, busy, error: refused } = useStep(ticket)
  const { data, error } = useQuery({
    queryKey: ['similar', ticket.ticket_no],
    queryFn: ({ signal }) =>
      get<SimilarTickets>(`/tickets/${encodeURIComponent(ticket.ticket_no)}/similar`, signal),
    staleTime: 60_000,
  })
  const linked = new Set(ticket.links.map((link) => link.ticket_no))
  return (
    <Card name="similar" title={t('similar.title')}>
      {data?.items.length === 0 && <p className="soft">{t('similar.none')}</p>}
      {error && <p className="soft">{t('similar.failed')}</p>}
      <ul className="links similar">
        {data?.items.map(({ ticket: other, likeness, near_duplicate }) => (
          <li key={other.ticket_no}>
            <span className={near_duplicate ? 'chip' : 'chip plain'}>
              {near_duplicate ? t('similar.same') : `${Math.round(likeness * 100)}%`}
            </span>
            <Link to={`/tickets/${other.ticket_no}`}>{other.ticket_no}</Link>
            <span className="link-title" title={other.title}>
              {other.title}
            </span>
            <span className={`state ${other.state}`}>{word('state', other.state)}</span>
            <span className="soft">{formatInstant(other.received_at, locale)}</span>
            {may('ticket.work') && !linked.has(other.ticket_no) && (
              <Button
                size="small"
                type="text"
                disabled={busy}
                onClick={() => run('link', { kind: 'related', ticket_no: other.ticket_no })}
              >
                {t('similar.link')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Refusal error={refused} />
    </Card>
  )
}
