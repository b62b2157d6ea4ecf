// The incident this ticket is part of, or the children it has.
import { Link } from 'react-router'
import type { Ticket } from '../../../shared/api/types'
import { useWords } from '../../app/i18n'
import { Card } from './Card'

export function IncidentCard({ ticket }: { ticket: Ticket }) {
  const { t, word } = useWords()
  const children = ticket.links.filter((link) => link.kind === 'child')
  const parent = ticket.links.find((link) => link.kind === 'parent')
  if (children.length === 0 && !parent) return null
  const open = children.filter((link) => link.state !== 'resolved' && link.state !== 'closed')
  return (
    <Card name="incident" title={t('incidents.one')}>
      {children.length > 0 && (
        <p>
          <Link to={`/incidents/${ticket.ticket_no}`}>{t('incidents.is_parent')}</Link>{' '}
          <span className="soft">
            {t('incidents.count', { n: children.length, open: open.length })}
          </span>
        </p>
      )}
      {parent && (
        <p>
          {t('incidents.is_child')}{' '}
          {parent.state ? (
            <>
              <Link to={`/incidents/${parent.ticket_no}`}>{parent.ticket_no}</Link>{' '}
              <span className="link-title">{parent.title}</span>{' '}
              <span className={`state ${parent.state}`}>{word('state', parent.state)}</span>
            </>
          ) : (
            parent.ticket_no
          )}
        </p>
      )}
    </Card>
  )
}
