// Duplicates, incident, related tickets and sub-tasks.
import { Button } from 'antd'
import { Link } from 'react-router'
import type { Task, Ticket } from '../../../shared/api/types'
import { formatInstant } from '../../../shared/time'
import { useWords } from '../../app/i18n'
import { useSession } from '../../app/session'
import { Refusal } from '../../parts/Refusal'
import { useSteps } from '../steps/StepProvider'
import { useStep } from '../steps/useStep'
import { Card } from './Card'

/** Merging and splitting are steps of their own. */
const UNDONE_HERE = new Set(['related', 'duplicate'])

export function LinksCard({ ticket }: { ticket: Ticket }) {
  const { t, word } = useWords()
  const { may } = useSession()
  const { openStep } = useSteps()
  const { run, busy, error } = useStep(ticket)
  const works = may('ticket.work')
  // Children and parent have a card of their own (IncidentCard).
  const links = ticket.links.filter((link) => link.kind !== 'child' && link.kind !== 'parent')
  return (
    <Card name="links" title={t('links.title')}>
      {links.length === 0 && ticket.tasks.length === 0 && <p className="soft">{t('links.none')}</p>}
      <ul className="links">
        {links.map((link) => (
          <li key={link.kind + link.ticket_no}>
            <span className="chip plain">{word('link', link.kind)}</span>
            <Link to={`/tickets/${link.ticket_no}`}>{link.ticket_no}</Link>
            <span className="link-title">{link.title}</span>
            {link.state && (
              <span className={`state ${link.state}`}>{word('state', link.state)}</span>
            )}
            {works && UNDONE_HERE.has(link.kind) && (
              <Button
                size="small"
                type="text"
                disabled={busy}
                onClick={() => run('unlink', { kind: link.kind, ticket_no: link.ticket_no })}
              >
                {t('links.unlink')}
              </Button>
            )}
          </li>
        ))}
        {ticket.tasks.map((task) => (
          <TaskLine
            key={task.id}
            task={task}
            works={works}
            busy={busy}
            finish={() => run('task_done', { task_id: task.id })}
          />
        ))}
      </ul>
      <Refusal error={error} />
      {works && (
        <p className="card-actions">
          <Button size="small" onClick={() => openStep(ticket.ticket_no, 'link')}>
            {word('step', 'link')}
          </Button>
          <Button size="small" onClick={() => openStep(ticket.ticket_no, 'task')}>
            {word('step', 'task')}
          </Button>
        </p>
      )}
    </Card>
  )
}

function TaskLine({
  task,
  works,
  busy,
  finish,
}: {
  task: Task
  works: boolean
  busy: boolean
  finish: () => void
}) {
  const { t, locale } = useWords()
  const done = Boolean(task.done_at)
  return (
    <li className={done ? 'task done' : 'task'}>
      <span className="chip plain">{t('links.task')}</span>
      <span className="link-title">
        {task.title}
        {task.result && <span className="soft"> · {task.result}</span>}
      </span>
      <span className="soft">
        {[task.owner || task.department, task.due_at && formatInstant(task.due_at, locale)]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {works && !done && (
        <Button size="small" disabled={busy} onClick={finish}>
          {t('links.task_done')}
        </Button>
      )}
    </li>
  )
}
