import { Link } from 'react-router'
import type { Ticket } from '../../../shared/api/types'
import { useWords } from '../../app/i18n'
import { MaskedValue } from '../../parts/MaskedValue'
import { Card } from './Card'
import { SubjectActions } from './SubjectActions'

export function CustomerCard({ ticket }: { ticket: Ticket }) {
  const { t, word } = useWords()
  const c = ticket.customer
  if (!c)
    return (
      <Card name="customer" title={t('customer.title')}>
        <p className="soft">{t('customer.none')}</p>
      </Card>
    )
  if (c.erased)
    return (
      <Card name="customer" title={t('customer.title')}>
        <p className="soft">{t('customer.erased')}</p>
      </Card>
    )
  const facts = [
    ['name', c.name_masked],
    ['mobile', c.mobile_masked],
    ['email', c.email_masked],
  ] as const
  return (
    <Card
      name="customer"
      title={t('customer.title')}
      extra={c.tier && <span className="chip">{word('tier', c.tier)}</span>}
    >
      <dl className="facts">
        {facts.map(
          ([field, masked]) =>
            masked && (
              <div key={field}>
                <dt>{word('reveal_field', field)}</dt>
                <dd>
                  <MaskedValue ticketNo={ticket.ticket_no} field={field} masked={masked} />
                </dd>
              </div>
            ),
        )}
        {ticket.product && (
          <div>
            <dt>{t('ticket.product')}</dt>
            <dd>{ticket.product}</dd>
          </div>
        )}
        {ticket.order_no && (
          <div>
            <dt>{t('ticket.order_no')}</dt>
            <dd>{ticket.order_no}</dd>
          </div>
        )}
        {Object.entries(ticket.custom ?? {}).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
      </dl>
      {c.tickets > 1 && (
        <p>
          <Link to={`/inbox?view=all&q=${encodeURIComponent(ticket.ticket_no)}`}>
            {t('customer.earlier', { n: c.tickets - 1 })}
          </Link>
        </p>
      )}
      {!c.name_masked && !c.mobile_masked && !c.email_masked && (
        <p className="soft">{t('customer.anonymous')}</p>
      )}
      <SubjectActions customerId={c.id} />
    </Card>
  )
}
