// Header with the next steps; one timeline with the composer below; cards on the right.
import {
  EditOutlined,
  EyeFilled,
  EyeInvisibleOutlined,
  EyeOutlined,
  LinkOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Tooltip } from 'antd'
import { useEffect, useState } from 'react'
import { useLocation, useParams } from 'react-router'
import { request } from '../../shared/api/client'
import type { Ticket } from '../../shared/api/types'
import { formatExact, formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useKeys } from '../app/keys'
import { useViewers } from '../app/live'
import { useMe } from '../app/session'
import { MacroDialog } from '../macros/MacroDialog'
import { openMacro } from '../macros/macros'
import { ClockChip } from '../parts/ClockChip'
import { StateLabel, titleOf } from '../parts/Labels'
import { PriorityMark } from '../parts/Priority'
import { ErrorState, Loading, sayProblem } from '../parts/States'
import { Composer } from './Composer'
import { ClassificationCard } from './cards/ClassificationCard'
import { CustomerCard } from './cards/CustomerCard'
import { FilesCard } from './cards/FilesCard'
import { HandlingCard } from './cards/HandlingCard'
import { IncidentCard } from './cards/IncidentCard'
import { LinksCard } from './cards/LinksCard'
import { RoutingCard } from './cards/RoutingCard'
import { SimilarCard } from './cards/SimilarCard'
import { NextSteps } from './steps/NextSteps'
import { useSteps } from './steps/StepProvider'
import { useStep } from './steps/useStep'
import { Timeline } from './Timeline'
import { useSeen, useTicket } from './useTicket'

export default function TicketPage() {
  const { ticketNo = '' } = useParams()
  const { ticket, error, retry } = useTicket(ticketNo)
  if (!ticket)
    return (
      <div className="page">
        {error ? <ErrorState error={error} retry={retry} /> : <Loading rows={10} />}
      </div>
    )
  return <TicketView key={ticket.ticket_no} ticket={ticket} />
}

function TicketView({ ticket }: { ticket: Ticket }) {
  const { hash } = useLocation()
  const { openStep } = useSteps()
  useSeen(ticket.ticket_no, ticket.version)
  const [mode, setMode] = useState<'reply' | 'note'>(hash === '#note' ? 'note' : 'reply')
  const [evidence, setEvidence] = useState(false)
  const compose = (next: 'reply' | 'note') => {
    setMode(next)
    requestAnimationFrame(() => window.dispatchEvent(new Event('hy:compose')))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is opened
  useEffect(() => {
    if (hash === '#reply' || hash === '#note') compose(hash === '#note' ? 'note' : 'reply')
  }, [])
  useKeys({
    r: () => compose('reply'),
    n: () => compose('note'),
    m: () => openMacro(),
    e: () => openStep(ticket.ticket_no, 'next'),
    a: () => openStep(ticket.ticket_no, 'assign'),
    p: () => openStep(ticket.ticket_no, 'set_priority'),
  })
  return (
    <div className="ticket-page">
      <TicketHeader ticket={ticket} />
      <div className="ticket-body">
        <div className="ticket-middle">
          <Timeline ticket={ticket} showEvidence={evidence} />
          <Composer ticket={ticket} mode={mode} setMode={setMode} />
          <MacroDialog ticket={ticket} />
        </div>
        <div className="ticket-side">
          <HandlingCard ticket={ticket} />
          <IncidentCard ticket={ticket} />
          <FilesCard ticket={ticket} />
          <CustomerCard ticket={ticket} />
          <ClassificationCard ticket={ticket} evidence={evidence} setEvidence={setEvidence} />
          <SimilarCard ticket={ticket} />
          <LinksCard ticket={ticket} />
          <RoutingCard ticket={ticket} />
        </div>
      </div>
    </div>
  )
}

function TicketHeader({ ticket }: { ticket: Ticket }) {
  const words = useWords()
  const { t, word, locale } = words
  const cache = useQueryClient()
  const { message } = App.useApp()
  const copy = () =>
    navigator.clipboard?.writeText(location.href).then(
      () => message.success(t('ticket.link_copied')),
      () => undefined,
    )
  const unread = () =>
    request(`/tickets/${encodeURIComponent(ticket.ticket_no)}/seen`, { method: 'DELETE' }).then(
      () => {
        cache.invalidateQueries({ queryKey: ['tickets'] })
        message.success(t('ticket.marked_unread'))
      },
      (error) => message.error(sayProblem(error, words)),
    )
  return (
    <header className="ticket-head">
      <div className="ticket-title">
        <p className="ticket-no">
          <span data-testid="ticket-no">{ticket.ticket_no}</span>
          <Tooltip title={t('ticket.copy_link')}>
            <Button
              type="text"
              size="small"
              icon={<LinkOutlined />}
              onClick={copy}
              aria-label={t('ticket.copy_link')}
            />
          </Tooltip>
          <Tooltip title={t('ticket.mark_unread')}>
            <Button
              type="text"
              size="small"
              icon={<EyeInvisibleOutlined />}
              onClick={unread}
              aria-label={t('ticket.mark_unread')}
            />
          </Tooltip>
          <span className="soft" title={formatExact(ticket.received_at, locale)}>
            {t('ticket.received', {
              at: formatInstant(ticket.received_at, locale),
              channel: word('channel', ticket.channel),
            })}
          </span>
        </p>
        <h1>{titleOf(ticket, t)}</h1>
        <p className="ticket-facts">
          <PriorityMark priority={ticket.priority} />
          <StateLabel row={ticket} />
          <ClockChip clocks={ticket.clocks} />
          {ticket.sensitive && <span className="chip needs">{t('ticket.sensitive')}</span>}
          <span>
            {ticket.owner || <span className="soft">{t('ticket.no_owner')}</span>}
            {ticket.department && <span className="soft"> · {ticket.department}</span>}
          </span>
          <Watchers ticket={ticket} />
          <Viewers ticketNo={ticket.ticket_no} />
        </p>
      </div>
      <NextSteps ticket={ticket} />
    </header>
  )
}

/** Who else has this ticket open: nobody answers the customer twice. */
function Viewers({ ticketNo }: { ticketNo: string }) {
  const { t } = useWords()
  const viewers = useViewers(ticketNo)
  return (
    <span className="viewers" role="status">
      {viewers.map((viewer) => (
        <span key={viewer.id} className={viewer.writing ? 'viewer writing' : 'viewer'}>
          {viewer.writing ? <EditOutlined aria-hidden /> : <UserOutlined aria-hidden />}{' '}
          {t(viewer.writing ? 'viewers.writing' : 'viewers.here', { who: viewer.name })}
        </span>
      ))}
    </span>
  )
}

function Watchers({ ticket }: { ticket: Ticket }) {
  const { t } = useWords()
  const me = useMe()
  const { run, busy } = useStep(ticket)
  const watching = ticket.watchers.some((w) => w.id === me.id)
  const names = ticket.watchers.map((w) => w.name).join('、')
  return (
    <Tooltip title={names || t('ticket.nobody_watches')}>
      <Button
        type="text"
        size="small"
        loading={busy}
        icon={watching ? <EyeFilled /> : <EyeOutlined />}
        onClick={() => run(watching ? 'unwatch' : 'watch', {})}
      >
        {watching
          ? t('ticket.watching', { n: ticket.watchers.length })
          : t('ticket.watch', { n: ticket.watchers.length })}
      </Button>
    </Tooltip>
  )
}
