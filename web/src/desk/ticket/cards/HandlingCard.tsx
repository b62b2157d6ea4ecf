// What is missing for the next step, as a checklist.
import { CheckOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Ticket } from '../../../shared/api/types'
import { formatInstant, formatMoney } from '../../../shared/time'
import { type Key, useWords } from '../../app/i18n'
import { useSession } from '../../app/session'
import { useSteps } from '../steps/StepProvider'
import { allowanceOf, stepOf } from '../steps/specs'
import { Card } from './Card'

interface Line {
  label: Key
  verb: string
  value: string | null
  done: boolean
}

function lines(
  ticket: Ticket,
  say: {
    reproduced: (v: string) => string
    money: (v: number) => string
    at: (v: string) => string
    approval: (v: string) => string
  },
): Line[] {
  const h = ticket.handling
  const money = h.compensation_minor ? ` (${say.money(h.compensation_minor)})` : ''
  return [
    {
      label: 'handling.restated',
      verb: 'complete_analysis',
      value: h.restated,
      done: Boolean(h.restated),
    },
    {
      label: 'handling.reproduced',
      verb: 'complete_analysis',
      value: h.reproduced ? say.reproduced(h.reproduced) : null,
      done: Boolean(h.reproduced),
    },
    {
      label: 'handling.impact_scope',
      verb: 'complete_analysis',
      value: h.impact_scope,
      done: Boolean(h.impact_scope),
    },
    {
      label: 'handling.plan',
      verb: 'plan',
      value: h.plan ? h.plan + money : null,
      done: Boolean(h.plan),
    },
    {
      label: 'handling.evaluation',
      verb: 'evaluate',
      value: h.evaluation,
      done: Boolean(h.evaluation),
    },
    {
      label: 'handling.approval',
      verb: 'request_approval',
      value: h.approval.state !== 'none' ? say.approval(h.approval.state) : null,
      done: h.approval.state === 'approved',
    },
    {
      label: 'handling.told',
      verb: 'communicate_solution',
      value: h.solution_told_at ? say.at(h.solution_told_at) : null,
      done: Boolean(h.solution_told_at),
    },
  ]
}

export function HandlingCard({ ticket }: { ticket: Ticket }) {
  const { t, word, locale } = useWords()
  const { may } = useSession()
  const { openStep } = useSteps()
  const all = lines(ticket, {
    reproduced: (v) => word('reproduced', v),
    money: (v) => formatMoney(v, locale),
    at: (v) => formatInstant(v, locale),
    approval: (v) => word('approval', v),
  })
  const approvalUnneeded = allowanceOf(ticket, 'request_approval')?.missing.some(
    (m) => m.guard === 'approval_not_needed',
  )
  const firstOpen = all.find(
    (line) => !line.done && !(line.verb === 'request_approval' && approvalUnneeded),
  )
  return (
    <Card
      name="handling"
      title={t('handling.title')}
      extra={
        ticket.handling.cycle > 1 && (
          <span className="chip needs">{t('clock.cycle', { n: ticket.handling.cycle })}</span>
        )
      }
    >
      <ol className="checklist">
        {all.map((line) => {
          const permission = stepOf(line.verb)?.permission ?? ''
          const open = may(permission) && allowanceOf(ticket, line.verb)?.allowed
          const unneeded = line.verb === 'request_approval' && approvalUnneeded && !line.done
          return (
            <li
              key={line.label}
              className={
                line.done ? 'done' : unneeded ? 'unneeded' : line === firstOpen ? 'next' : ''
              }
            >
              <span className="tick" aria-hidden="true">
                {line.done && <CheckOutlined />}
              </span>
              <span className="what">
                <b>{t(line.label)}</b>
                <span className="sr">{line.done ? t('handling.done') : t('handling.open')}</span>
                {line.value && <span className="value">{line.value}</span>}
                {unneeded && <span className="value soft">{t('handling.unneeded')}</span>}
              </span>
              {open && !unneeded && (
                <Button
                  size="small"
                  type={line === firstOpen ? 'default' : 'text'}
                  onClick={() => openStep(ticket.ticket_no, line.verb)}
                >
                  {line.done ? t('edit') : t('handling.fill')}
                </Button>
              )}
            </li>
          )
        })}
      </ol>
      <ApprovalSteps ticket={ticket} />
    </Card>
  )
}

function ApprovalSteps({ ticket }: { ticket: Ticket }) {
  const { t, word, locale } = useWords()
  const steps = ticket.handling.approval.steps
  if (steps.length === 0) return null
  return (
    <ul className="approval-steps">
      {steps.map((step) => (
        <li key={step.role}>
          <b>{word('role', step.role)}</b>{' '}
          {step.decision ? (
            <>
              {word('approval', step.decision)} · {step.decided_by} ·{' '}
              {step.at && formatInstant(step.at, locale)}
            </>
          ) : (
            <span className="needs">{t('handling.waits')}</span>
          )}
          {step.comment && <p className="soft">{step.comment}</p>}
        </li>
      ))}
    </ul>
  )
}
