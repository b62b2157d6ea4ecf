// Any page can ask for a step of a ticket: the dialog lies over the page and reads the ticket itself.
import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Ticket } from '../../../shared/api/types'
import { useWords } from '../../app/i18n'
import { useSession } from '../../app/session'
import { Empty, ErrorState, Loading } from '../../parts/States'
import { readTicket } from '../useTicket'
import { StepForm } from './StepForm'
import { offer, stepOf } from './specs'

interface Asked {
  ticketNo: string
  verb: string
  done?: (ticket: Ticket) => void
}

interface Steps {
  /** `verb` of docs/api.md, or "next" for whatever comes next. */
  openStep: (ticketNo: string, verb: string, done?: (ticket: Ticket) => void) => void
}

const StepContext = createContext<Steps | null>(null)

export function useSteps(): Steps {
  const steps = useContext(StepContext)
  if (!steps) throw new Error('outside of StepProvider')
  return steps
}

export function StepProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const openStep = useCallback(
    (ticketNo: string, verb: string, done?: (ticket: Ticket) => void) =>
      setAsked({ ticketNo, verb, done }),
    [],
  )
  const value = useMemo(() => ({ openStep }), [openStep])
  return (
    <StepContext value={value}>
      {children}
      {asked && (
        <StepDialog key={asked.ticketNo + asked.verb} asked={asked} close={() => setAsked(null)} />
      )}
    </StepContext>
  )
}

/** The number of the ticket that a split has just made. */
function splitOff(before: Ticket, after: Ticket | undefined): string | undefined {
  const known = new Set(before.links.map((link) => link.kind + link.ticket_no))
  return after?.links?.find((l) => l.kind === 'split' && !known.has(l.kind + l.ticket_no))
    ?.ticket_no
}

function StepDialog({ asked, close }: { asked: Asked; close: () => void }) {
  const { t, word } = useWords()
  const { may, me } = useSession()
  const navigate = useNavigate()
  const {
    data: ticket,
    error,
    refetch,
  } = useQuery({
    queryKey: ['ticket', asked.ticketNo],
    queryFn: ({ signal }) => readTicket(asked.ticketNo, signal),
    staleTime: 5000,
  })
  const step =
    ticket && (asked.verb === 'next' ? offer(ticket, may, me?.roles).primary : stepOf(asked.verb))
  return (
    <Modal
      open
      footer={null}
      onCancel={close}
      width={560}
      destroyOnHidden
      title={
        <span>
          {step ? word('step', step.verb) : t('step.title')}{' '}
          <span className="soft">{asked.ticketNo}</span>
        </span>
      }
    >
      {error ? (
        <ErrorState error={error} retry={() => refetch()} />
      ) : !ticket ? (
        <Loading rows={3} />
      ) : !step ? (
        <Empty text={t('step.nothing')} />
      ) : (
        <>
          <p className="dialog-subject">{ticket.title}</p>
          <StepForm
            ticket={ticket}
            step={step}
            cancel={close}
            done={(after) => {
              close()
              const made = splitOff(ticket, after)
              if (made) navigate(`/tickets/${made}`)
              asked.done?.(after)
            }}
          />
        </>
      )}
    </Modal>
  )
}
