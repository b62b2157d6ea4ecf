// The public form and the tracking page as a customer meets them.
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeServer, Refuse } from '../shared/testing/server'
import { App } from './App'
import texts from './locales/zh-CN.json'

vi.mock('./form/proof', () => ({ proveWork: async () => ({ challenge: 'c', nonce: '7' }) }))

const form = {
  form: 'default',
  title: { 'zh-CN': '反馈' },
  intro: {},
  categories: ['complaint', 'inquiry'],
  fields: [
    {
      name: 'order_no',
      kind: 'order_no',
      label: { 'zh-CN': '订单号' },
      help: {},
      required: true,
      options: [],
      min: null,
      max: null,
    },
  ],
  products: [],
  contact: 'optional',
}
const track = {
  ticket_no: 'T1',
  state: 'resolved',
  step: 4,
  steps: ['received', 'analysing', 'plan', 'execution', 'confirmation', 'closed'].map((id) => ({
    id,
    at: null,
  })),
  received_at: '2026-03-10T06:20:00Z',
  handled_by: '客户服务部',
  next_promised_at: null,
  can_confirm: true,
  can_reopen: true,
  can_rate: true,
  can_ask_person: false,
  waits_for_person: false,
  rating: null,
  messages: [{ id: '1', from: 'staff', at: '2026-03-10T07:00:00Z', text: '已补发' }],
  solution: { summary: '补发', steps: ['今天发出'], expected_at: null },
}
const show = (path: string) => render(<App locale="zh-CN" texts={texts} path={path} />)

beforeEach(() => {
  Element.prototype.scrollTo ??= () => {}
})

describe('public form', () => {
  it('guesses the category, checks the fields, sends once and shows the number', async () => {
    const asked = fakeServer({
      'GET /public/forms/default': form,
      'POST /feedback': {
        ticket_no: 'T260310-000012',
        tracking_url: '/t/x',
        tracking_secret: 'x',
        contact_code: '123',
        receipt: '',
        duplicate: false,
        promised_at: '2026-03-11T06:20:00Z',
      },
    })
    show('/feedback')
    await userEvent.type(
      await screen.findByLabelText(/请告诉我们发生了什么/),
      '客服态度太差，我要投诉',
    )
    // One of its fields must be filled in, so the group is not called optional.
    expect(screen.getByText(texts['form.more_must'])).toBeTruthy()
    expect((screen.getByRole('radio', { name: '投诉' }) as HTMLInputElement).checked).toBe(true)
    await userEvent.type(screen.getByLabelText('手机号'), '123')
    await userEvent.click(screen.getByRole('button', { name: '提交' }))
    expect(screen.getByText(texts['form.mobile_invalid'])).toBeTruthy()
    expect(screen.getByText(texts['form.required'])).toBeTruthy()
    expect(asked.some((a) => a.method === 'POST')).toBe(false)
    await userEvent.clear(screen.getByLabelText('手机号'))
    await userEvent.type(screen.getByLabelText('手机号'), '138 0013 8000')
    await userEvent.type(screen.getByLabelText(/订单号/), 'DD1')
    await userEvent.click(screen.getByRole('button', { name: '提交' }))
    expect((await screen.findByTestId('ticket-no')).textContent).toBe('T260310-000012')
    const sent = asked.find((a) => a.method === 'POST')
    expect(sent?.body).toEqual({
      channel: 'web_form',
      form: 'default',
      text: '客服态度太差，我要投诉',
      category: 'complaint',
      contact: { mobile: '13800138000' },
      order_no: 'DD1',
      website: '',
      pow: { challenge: 'c', nonce: '7' },
    })
    expect(sent?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
    expect(localStorage.getItem('hy.draft.form.default')).toBeNull()
  })
  it('keeps what was written when the server refuses', async () => {
    fakeServer({
      'GET /public/forms/default': { ...form, fields: [] },
      'POST /feedback': new Refuse(503, { type: 'unavailable', request_id: 'r1' }),
    })
    show('/feedback')
    const box = await screen.findByLabelText(/请告诉我们发生了什么/)
    await userEvent.type(box, '包裹没收到')
    await userEvent.click(screen.getByRole('button', { name: '提交' }))
    expect(await screen.findByText('请求编号 r1')).toBeTruthy()
    expect((box as HTMLTextAreaElement).value).toBe('包裹没收到')
  })
})

describe('tracking page', () => {
  it('lets the customer say it is not solved, with a reason', async () => {
    const asked = fakeServer({
      'GET /track/s': track,
      'POST /track/s/reopen': {
        ...track,
        state: 'in_progress',
        step: 1,
        can_confirm: false,
        can_rate: false,
      },
    })
    show('/t/s')
    await userEvent.click(await screen.findByRole('button', { name: '没有解决' }))
    await userEvent.click(screen.getByRole('button', { name: /请重新处理/ }))
    expect(screen.getByText(texts['form.required'])).toBeTruthy()
    await userEvent.type(screen.getByLabelText(/还有什么没有解决/), '又坏了')
    await userEvent.click(screen.getByRole('button', { name: /请重新处理/ }))
    await waitFor(() => expect(asked.at(-1)?.body).toEqual({ reason: '又坏了' }))
  })
  it('takes a rating of five words', async () => {
    const asked = fakeServer({
      'GET /track/s': track,
      'POST /track/s/rate': { ...track, rating: 5, can_rate: false },
    })
    show('/t/s')
    await userEvent.click(await screen.findByRole('radio', { name: '很满意' }))
    await userEvent.click(screen.getByRole('button', { name: '提交评价' }))
    expect(await screen.findByText(/5 星，很满意/)).toBeTruthy()
    expect(asked.at(-1)?.body).toEqual({ rating: 5 })
  })
  it('in a chat lets the customer ask for a person, once', async () => {
    const chat = { ...track, state: 'in_progress', can_confirm: false, can_rate: false }
    const asked = fakeServer({
      'GET /track/s': { ...chat, can_ask_person: true },
      'POST /track/s/person': { ...chat, waits_for_person: true },
    })
    show('/t/s')
    await userEvent.click(await screen.findByRole('button', { name: texts['track.ask_person'] }))
    expect(await screen.findByText(texts['track.person_comes'])).toBeTruthy()
    expect(screen.queryByRole('button', { name: texts['track.ask_person'] })).toBeNull()
    expect(asked.at(-1)?.body).toEqual({})
  })
  it('explains a link that is no longer valid', async () => {
    fakeServer({ 'GET /track/s': new Refuse(404, { type: 'not_found' }) })
    show('/t/s')
    expect(await screen.findByText(texts['error.not_found'])).toBeTruthy()
  })
})
