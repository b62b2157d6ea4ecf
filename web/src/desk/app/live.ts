// Live facts over one WebSocket: reconnects with back-off and asks for everything since the last
// fact seen, so that nothing is missed. After too much was missed the server says so once, and
// everything shown is read anew.
import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { LiveFact } from '../../shared/api/types'

export type LiveStatus = 'off' | 'connecting' | 'live'
type Listener = (fact: LiveFact) => void

/** Somebody else who has the same ticket open. */
export interface Viewer {
  id: number
  name: string
  writing: boolean
}
const NOBODY: Viewer[] = []

const SIGNED_OUT = 4401
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000

export class LiveClient {
  status: LiveStatus = 'off'
  private socket: WebSocket | null = null
  private since: number | null = null
  private retryMs = FIRST_RETRY_MS
  private timer: ReturnType<typeof setTimeout> | null = null
  private readonly listeners = new Set<Listener>()
  private readonly watchers = new Set<() => void>()
  private readonly reloaders = new Set<() => void>()
  private viewing: string | null = null
  private writing = false
  private viewers = NOBODY
  private readonly topics = new Map<string, number>([['tickets', 1]])

  constructor(private readonly makeSocket: () => WebSocket) {}

  start() {
    if (this.socket || this.timer) return
    this.become('connecting')
    const socket = this.makeSocket()
    this.socket = socket
    socket.onopen = () => this.subscribe()
    socket.onmessage = (event) => this.receive(String(event.data))
    socket.onclose = (event) => this.lost(socket, event?.code)
  }

  stop() {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const socket = this.socket
    this.socket = null
    socket?.close()
    this.become('off')
  }

  onFact(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  /** Everything may have changed: signed out elsewhere, or more was missed than is worth telling. */
  onReload(reload: () => void): () => void {
    this.reloaders.add(reload)
    return () => this.reloaders.delete(reload)
  }
  onStatus(watcher: () => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }
  follow(topic: string): () => void {
    this.topics.set(topic, (this.topics.get(topic) ?? 0) + 1)
    if (this.status === 'live') this.subscribe()
    return () => {
      const left = (this.topics.get(topic) ?? 1) - 1
      if (left > 0) this.topics.set(topic, left)
      else this.topics.delete(topic)
      if (this.status === 'live') this.subscribe()
    }
  }

  /** Which ticket this page shows; null: none. */
  view(ticketNo: string | null) {
    if (this.viewing === ticketNo) return
    this.viewing = ticketNo
    this.writing = false
    this.show(NOBODY)
    if (this.status === 'live') this.sayViewing()
  }
  write(writing: boolean) {
    if (this.writing === writing || !this.viewing) return
    this.writing = writing
    if (this.status === 'live') this.sayViewing()
  }
  /** The others on the ticket that this page shows. */
  viewersOf(ticketNo: string): Viewer[] {
    return this.viewing === ticketNo ? this.viewers : NOBODY
  }

  private sayViewing() {
    this.socket?.send(JSON.stringify({ viewing: this.viewing, writing: this.writing }))
  }
  private show(viewers: Viewer[]) {
    this.viewers = viewers
    for (const watcher of this.watchers) watcher()
  }

  private subscribe() {
    const since = this.since === null ? {} : { since: this.since }
    this.socket?.send(JSON.stringify({ subscribe: [...this.topics.keys()], ...since }))
  }

  private receive(text: string) {
    const message = JSON.parse(text) as {
      hello?: { seq: number }
      reload?: { seq: number }
      viewers?: { ticket_no: string; people: Viewer[] }
    } & Partial<LiveFact>
    if (message.viewers) {
      if (message.viewers.ticket_no === this.viewing) this.show(message.viewers.people)
    } else if (message.reload) {
      this.since = message.reload.seq
      for (const reload of this.reloaders) reload()
    } else if (message.hello) {
      this.since ??= message.hello.seq
      this.retryMs = FIRST_RETRY_MS
      this.become('live')
      if (this.viewing) this.sayViewing()
    } else if (typeof message.seq === 'number') {
      // A repeated subscription may repeat facts already seen.
      if (this.since !== null && message.seq <= this.since) return
      this.since = message.seq
      for (const listener of this.listeners) listener(message as LiveFact)
    }
  }

  private lost(socket: WebSocket, code?: number) {
    if (this.socket !== socket) return
    this.socket = null
    this.show(NOBODY)
    if (code === SIGNED_OUT) {
      this.become('off')
      for (const reload of this.reloaders) reload()
      return
    }
    this.become('connecting')
    const wait = this.retryMs * (0.75 + Math.random() / 2)
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS)
    this.timer = setTimeout(() => this.retry(), wait)
  }

  /** Does not wait for the next try: the network is back. */
  retry() {
    if (!this.timer) return
    clearTimeout(this.timer)
    this.timer = null
    this.start()
  }

  private become(status: LiveStatus) {
    this.status = status
    for (const watcher of this.watchers) watcher()
  }
}

export const live = new LiveClient(
  () =>
    new WebSocket(
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live`,
    ),
)

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(
    (watcher) => live.onStatus(watcher),
    () => live.status,
  )
}

/** Calls `react` for each fact; `topic` adds a subscription while the component is there. */
export function useLiveFacts(react: Listener, topic?: string) {
  const latest = useRef(react)
  latest.current = react
  useEffect(() => live.onFact((fact) => latest.current(fact)), [])
  useEffect(() => (topic ? live.follow(topic) : undefined), [topic])
}

/** Shows this person to the others on the ticket, and them to him, while the component is there. */
export function useViewers(ticketNo: string): Viewer[] {
  useEffect(() => {
    live.view(ticketNo)
    return () => live.view(null)
  }, [ticketNo])
  return useSyncExternalStore(
    (watcher) => live.onStatus(watcher),
    () => live.viewersOf(ticketNo),
  )
}

const WRITING_MS = 5000
let writingOver: ReturnType<typeof setTimeout> | undefined

/** A key was pressed in a text for this ticket; "is writing" ends by itself. */
export function sayWriting(writing: boolean) {
  clearTimeout(writingOver)
  live.write(writing)
  if (writing) writingOver = setTimeout(() => live.write(false), WRITING_MS)
}
