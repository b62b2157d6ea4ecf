import type { Ticket } from '../../../shared/api/types'
import { useWords } from '../../app/i18n'
import { useRoutingWords } from '../../parts/routingWords'
import { Card } from './Card'

/** Which rule did what with this ticket. */
export function RoutingCard({ ticket }: { ticket: Ticket }) {
  const { t } = useWords()
  const { did, ruleName } = useRoutingWords()
  return (
    <Card name="routing" title={t('routing.title')}>
      {ticket.routing.length === 0 && <p className="soft">{t('routing.none')}</p>}
      <ul className="routing">
        {ticket.routing.map((r) => (
          <li key={r.rule + String(r.version)}>
            <b>{ruleName(r.rule)}</b> <span className="soft">v{r.version}</span>
            <ul>
              {r.did.map((d) => (
                <li key={d}>{did(d).join(' ') || d}</li>
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
