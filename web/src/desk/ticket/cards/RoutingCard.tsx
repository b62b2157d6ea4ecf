import type { Ticket } from '../../../shared/api/types'
import { useWords } from '../../app/i18n'
import { Card } from './Card'

/** Which rule did what with this ticket. */
export function RoutingCard({ ticket }: { ticket: Ticket }) {
  const { t } = useWords()
  return (
    <Card name="routing" title={t('routing.title')}>
      {ticket.routing.length === 0 && <p className="soft">{t('routing.none')}</p>}
      <ul className="routing">
        {ticket.routing.map((r) => (
          <li key={r.rule + String(r.version)}>
            <b>{r.rule}</b> <span className="soft">v{r.version}</span>
            <ul>
              {r.did.map((d) => (
                <li key={d}>{d}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <dl className="facts">
        <div>
          <dt>{t('routing.first_owner')}</dt>
          <dd>{ticket.first_owner || '—'}</dd>
        </div>
      </dl>
    </Card>
  )
}
