// The desk's pieces as a person meets them.
import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { setSignedOutHandler } from '../shared/api/client'
import type { Me } from '../shared/api/types'
import { fakeServer, Refuse } from '../shared/testing/server'
import { aTicket } from '../shared/testing/ticket'
import { makeQueryClient, Providers } from './app/App'
import { startI18n } from './app/i18n'
import { LiveClient } from './app/live'
import { SessionProvider } from './app/session'
import { readFilters, writeFilters } from './inbox/filters'
import { patchRow } from './inbox/patchRow'
import { SignInForm } from './login/SignInForm'
import { lookOf } from './parts/ClockChip'
import { cut } from './parts/Evidence'
import { MaskedValue } from './parts/MaskedValue'
import { StepForm } from './ticket/steps/StepForm'
import { stepOf } from './ticket/steps/specs'

const me: Me = {
  id: 6,
  user: 'li',
  display_name: '李静',
  locale: 'zh-CN',
  department_id: 1,
  department: '客户服务部',
  roles: ['specialist_senior'],
  permissions: ['ticket.read', 'ticket.work', 'pii.reveal'],
  csrf_token: 'token',
  limit: 'none',
  two_factor: false,
  two_factor_required: false,
}

function Around({ children }: { children: ReactNode }) {
  return (
    <Providers client={makeQueryClient()}>
      <QueryClientProvider client={makeQueryClient()}>
        <SessionProvider initial={me}>
          <MemoryRouter>{children}</MemoryRouter>
        </SessionProvider>
      </QueryClientProvider>
    </Providers>
  )
}

beforeAll(() => startI18n('zh-CN'))

const plan = stepOf('plan') as NonNullable<ReturnType<typeof stepOf>>
const planForm = (done = vi.fn()) => {
  render(<StepForm ticket={aTicket()} step={plan} done={done} cancel={vi.fn()} />, {
    wrapper: Around,
  })
  return done
}

describe('StepForm', () => {
  it('says beside the field what is missing and sends nothing', async () => {
    const asked = fakeServer({})
    planForm()
    await userEvent.click(screen.getByRole('button', { name: '制定方案' }))
    expect(screen.getByText('请填写这一项')).toBeTruthy()
    expect(asked).toHaveLength(0)
  })
  it('sends the step with the ETag it was opened with', async () => {
    const asked = fakeServer({ 'POST /tickets/T260310-000012/plan': aTicket() })
    const done = planForm()
    fireEvent.change(screen.getByLabelText(/解决方案/), { target: { value: '换新电池' } })
    await userEvent.click(screen.getByRole('button', { name: '制定方案' }))
    await waitFor(() => expect(done).toHaveBeenCalled())
    expect(asked[0]?.body).toEqual({ plan: '换新电池' })
    expect(asked[0]?.headers.get('If-Match')).toBe('"3"')
  })
  it('keeps the text and shows what changed when somebody was quicker', async () => {
    let first = true
    const asked = fakeServer({
      'POST /tickets/T260310-000012/plan': () => {
        if (!first) return aTicket({ etag: '"5"' })
        first = false
        return new Refuse(412, { type: 'stale_etag' })
      },
      'GET /tickets/T260310-000012': aTicket({ priority: 'high', etag: '"4"' }),
    })
    const done = planForm()
    fireEvent.change(screen.getByLabelText(/解决方案/), { target: { value: '换新电池' } })
    await userEvent.click(screen.getByRole('button', { name: '制定方案' }))
    expect(await screen.findByText('优先级：中 → 高')).toBeTruthy()
    expect((screen.getByLabelText(/解决方案/) as HTMLTextAreaElement).value).toBe('换新电池')
    await userEvent.click(screen.getByRole('button', { name: '仍要提交' }))
    await waitFor(() => expect(done).toHaveBeenCalled())
    expect(asked.filter((a) => a.method === 'POST').map((a) => a.headers.get('If-Match'))).toEqual([
      '"3"',
      '"4"',
    ])
  })
  it('shows a refusal beside the form, with the guard in plain words', async () => {
    fakeServer({
      'POST /tickets/T260310-000012/plan': new Refuse(409, {
        type: 'transition_refused',
        errors: [{ path: '', problem: 'approval_missing' }],
      }),
    })
    planForm()
    fireEvent.change(screen.getByLabelText(/解决方案/), { target: { value: '换新' } })
    await userEvent.click(screen.getByRole('button', { name: '制定方案' }))
    expect(within(await screen.findByRole('alert')).getByText('方案须先审批通过')).toBeTruthy()
  })
  it('finds its draft again', async () => {
    fakeServer({})
    planForm()
    fireEvent.change(screen.getByLabelText(/解决方案/), { target: { value: '写了一半' } })
    await waitFor(() =>
      expect(localStorage.getItem('hy.draft.step.T260310-000012.plan')).toContain('写了一半'),
    )
  })
})

describe('MaskedValue', () => {
  it('reveals only after a reason was given', async () => {
    const asked = fakeServer({
      'POST /tickets/T1/reveal': {
        value: '13800138000',
        until: new Date(Date.now() + 60_000).toISOString(),
      },
    })
    render(<MaskedValue ticketNo="T1" field="mobile" masked="138****8000" />, { wrapper: Around })
    expect(asked).toHaveLength(0)
    await userEvent.click(screen.getByRole('button', { name: '查看手机' }))
    await userEvent.click(await screen.findByRole('button', { name: '查看' }))
    expect(await screen.findByText('13800138000')).toBeTruthy()
    expect(asked[0]?.body).toEqual({ field: 'mobile', reason: '联系客户' })
  })
})

describe('SignInForm', () => {
  it('asks for the code only when the server wants one', async () => {
    const asked = fakeServer({
      'POST /session': (a: { body: unknown }) =>
        (a.body as { totp?: string }).totp ? me : new Refuse(401, { type: 'totp_required' }),
    })
    render(<SignInForm />, { wrapper: Around })
    await userEvent.type(screen.getByLabelText('用户名'), 'li')
    await userEvent.type(screen.getByLabelText('密码'), 'secret')
    await userEvent.click(screen.getByRole('button', { name: '登录' }))
    await userEvent.type(await screen.findByLabelText('动态验证码'), '123456')
    await userEvent.click(screen.getByRole('button', { name: '登录' }))
    await waitFor(() => expect(asked).toHaveLength(2))
    expect(asked[1]?.body).toEqual({ user: 'li', password: 'secret', totp: '123456' })
    setSignedOutHandler(null)
  })
})

describe('LiveClient', () => {
  class FakeSocket {
    static made: FakeSocket[] = []
    sent: string[] = []
    onopen: (() => void) | null = null
    onmessage: ((e: { data: string }) => void) | null = null
    onclose: ((e?: { code: number }) => void) | null = null
    constructor() {
      FakeSocket.made.push(this)
    }
    send(text: string) {
      this.sent.push(text)
    }
    close() {}
  }
  it('asks for everything since the last fact after a break, and drops repeats', () => {
    vi.useFakeTimers()
    const client = new LiveClient(() => new FakeSocket() as unknown as WebSocket)
    const seen: number[] = []
    client.onFact((fact) => seen.push(fact.seq))
    client.start()
    const [first] = FakeSocket.made
    first?.onopen?.()
    first?.onmessage?.({ data: '{"hello":{"seq":7}}' })
    first?.onmessage?.({ data: '{"seq":8,"kind":"noted","ticket_no":"T1"}' })
    expect(client.status).toBe('live')
    first?.onclose?.()
    expect(client.status).toBe('connecting')
    vi.advanceTimersByTime(2000)
    const second = FakeSocket.made[1]
    second?.onopen?.()
    expect(JSON.parse(second?.sent[0] ?? '{}')).toEqual({ subscribe: ['tickets'], since: 8 })
    second?.onmessage?.({ data: '{"seq":8,"kind":"noted","ticket_no":"T1"}' })
    second?.onmessage?.({ data: '{"seq":9,"kind":"noted","ticket_no":"T1"}' })
    expect(seen).toEqual([8, 9])
    client.stop()
    vi.useRealTimers()
  })
})

describe('LiveClient and the others on a ticket', () => {
  it('says what it shows, again after a break, and forgets them meanwhile', () => {
    vi.useFakeTimers()
    const sockets: {
      sent: string[]
      onopen: (() => void) | null
      onmessage: ((e: { data: string }) => void) | null
      onclose: (() => void) | null
    }[] = []
    const client = new LiveClient(() => {
      const sent: string[] = []
      const socket = {
        sent,
        send: (text: string) => sent.push(text),
        close: () => {},
        onopen: null,
        onmessage: null,
        onclose: null,
      }
      sockets.push(socket)
      return socket as unknown as WebSocket
    })
    client.start()
    sockets[0]?.onopen?.()
    sockets[0]?.onmessage?.({ data: '{"hello":{"seq":7}}' })
    client.view('T1')
    client.write(true)
    client.write(true)
    expect(sockets[0]?.sent.slice(1).map((text) => JSON.parse(text))).toEqual([
      { viewing: 'T1', writing: false },
      { viewing: 'T1', writing: true },
    ])
    const people = [{ id: 3, name: '何静', writing: false }]
    const told = (no: string) => JSON.stringify({ viewers: { ticket_no: no, people } })
    sockets[0]?.onmessage?.({ data: told('T2') })
    expect(client.viewersOf('T1')).toEqual([])
    sockets[0]?.onmessage?.({ data: told('T1') })
    expect(client.viewersOf('T1')).toEqual(people)
    expect(client.viewersOf('T2')).toEqual([])
    sockets[0]?.onclose?.()
    expect(client.viewersOf('T1')).toEqual([])
    vi.advanceTimersByTime(2000)
    sockets[1]?.onopen?.()
    sockets[1]?.onmessage?.({ data: '{"hello":{"seq":7}}' })
    expect(JSON.parse(sockets[1]?.sent[1] ?? '{}')).toEqual({ viewing: 'T1', writing: true })
    client.stop()
    vi.useRealTimers()
  })
})

describe('LiveClient when much has changed', () => {
  const open = () => {
    const socket = {
      send: () => {},
      close: () => {},
      onmessage: null as ((e: { data: string }) => void) | null,
      onclose: null as ((e: { code: number }) => void) | null,
    }
    const client = new LiveClient(() => socket as unknown as WebSocket)
    let reloads = 0
    client.onReload(() => {
      reloads += 1
    })
    client.start()
    return { client, socket, reloads: () => reloads }
  }
  it('reads everything anew and goes on from there', () => {
    const { client, socket, reloads } = open()
    const seen: number[] = []
    client.onFact((fact) => seen.push(fact.seq))
    socket.onmessage?.({ data: '{"hello":{"seq":7}}' })
    socket.onmessage?.({ data: '{"reload":{"seq":900}}' })
    socket.onmessage?.({ data: '{"seq":900,"kind":"noted","ticket_no":"T1"}' })
    socket.onmessage?.({ data: '{"seq":901,"kind":"noted","ticket_no":"T1"}' })
    expect(reloads()).toBe(1)
    expect(seen).toEqual([901])
  })
  it('does not knock again after being signed out', () => {
    vi.useFakeTimers()
    const { client, socket, reloads } = open()
    socket.onclose?.({ code: 4401 })
    vi.advanceTimersByTime(60_000)
    expect(client.status).toBe('off')
    expect(reloads()).toBe(1)
    vi.useRealTimers()
  })
})

describe('clocks', () => {
  const now = Date.parse('2026-03-10T10:00:00Z')
  it.each([
    ['running', '2026-03-10T15:00:00Z', 'ok'],
    ['running', '2026-03-10T11:00:00Z', 'warning'],
    ['running', '2026-03-10T09:59:00Z', 'breached'],
    ['paused', '2026-03-10T09:00:00Z', 'paused'],
    ['met', '2026-03-10T09:00:00Z', 'met'],
    ['met_late', '2026-03-10T09:00:00Z', 'breached'],
  ] as const)('%s, due %s, looks %s', (state, due, look) => {
    expect(lookOf(state, due, now)).toBe(look)
  })
})

describe('evidence', () => {
  it('cuts by code points, the greater weight winning', () => {
    const pieces = cut('😡电池没电', [
      { field: 'category', start: 1, end: 3, weight: 0.5 },
      { field: 'priority', start: 2, end: 5, weight: 0.9 },
    ])
    expect(pieces.map((p) => [p.text, p.weight])).toEqual([
      ['😡', 0],
      ['电', 0.5],
      ['池没电', 0.9],
    ])
  })
})

describe('inbox', () => {
  it('keeps a list in its address', () => {
    const address = 'view=all&q=%E7%94%B5%E6%B1%A0&state=pending%2Cin_progress'
    expect(writeFilters(readFilters(new URLSearchParams(address))).toString()).toBe(address)
    expect(readFilters(new URLSearchParams('view=nonsense&sort=drop')).view).toBe('mine')
  })
  it('renews a row in place', () => {
    const rows = [aTicket({ ticket_no: 'A' }), aTicket({ ticket_no: 'B' })]
    const pages = { pages: [{ items: rows, next_cursor: null }], pageParams: [null] }
    const after = patchRow(pages, aTicket({ ticket_no: 'B', priority: 'high' }))
    expect(after.pages[0]?.items.map((r) => [r.ticket_no, r.priority])).toEqual([
      ['A', 'mid'],
      ['B', 'high'],
    ])
  })
})
