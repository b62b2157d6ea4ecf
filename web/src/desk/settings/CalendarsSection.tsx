// Business calendars: which one the clocks follow, until when its official days reach, and an
// editor for each. The clocks follow the one saved as "main", else the one that ships.
import { Alert, Button, Dropdown, Popconfirm } from 'antd'
import { useMemo, useRef, useState } from 'react'
import type { Document } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { freeId } from '../macros/macros'
import { Refusal } from '../parts/Refusal'
import { ErrorState, Loading } from '../parts/States'
import { CalendarForm } from './calendars/CalendarForm'
import { CalendarList } from './calendars/CalendarList'
import { readCalendar } from './calendars/calendarText'
import {
  type CalendarBody,
  IN_FORCE,
  SHIPPED,
  STARTS,
  type Start,
  startText,
} from './calendars/starts'
import { nameOfCalendar } from './calendars/words'
import { SlaRecompute } from './SlaRecompute'
import { useDocuments, useSaveDocument } from './useDocuments'

type Calendar = Document<CalendarBody>

export default function CalendarsSection() {
  const { data, error, refetch } = useDocuments<CalendarBody>('calendar')
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  return <Calendars items={data.items} refetch={refetch} />
}

function Calendars({ items, refetch }: { items: Calendar[]; refetch: () => unknown }) {
  const { t, word } = useWords()
  const save = useSaveDocument('calendar')
  const shippedText = items.find((d) => d.id === SHIPPED)?.body.text ?? ''
  const official = useMemo(() => readCalendar(shippedText), [shippedText])
  const main = items.find((d) => d.id === IN_FORCE)
  const [id, setId] = useState(main ? IN_FORCE : SHIPPED)
  const [start, setStart] = useState<Start>('cn')
  // A new one each time it is asked for, and when somebody else's version is wanted.
  const [round, setRound] = useState(0)
  const [done, setDone] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const recompute = useRef<HTMLDivElement>(null)
  const found = items.find((d) => d.id === id && d.version > 0)
  const taken = [...items.map((d) => d.id), IN_FORCE, SHIPPED]
  const idFor = (name: string) => (main ? freeId(name, taken, 'calendar') : IN_FORCE)
  // The shipped one is not written over: saving it makes one of one's own.
  const chosen: Calendar = found ?? {
    id: '',
    version: 0,
    body: { name: '', text: startText(id === SHIPPED ? 'cn' : start, shippedText, idFor('')) },
    at: '',
    by: '',
    by_name: '',
  }
  const open = (next: string) => {
    setId(next)
    setDone(false)
    setFailure(null)
    setRound(round + 1)
  }
  const putInForce = async (calendar: Calendar) => {
    setFailure(null)
    const body = { ...calendar.body, name: nameOfCalendar(calendar, word) }
    await save({ id: IN_FORCE, version: main?.version ?? 0 }, body).then(() => {
      open(IN_FORCE)
      setDone(true)
    }, setFailure)
  }
  return (
    <>
      <CalendarList items={items} chosen={id} open={open} />
      <div className="card-actions">
        <Dropdown
          trigger={['click']}
          menu={{
            items: STARTS.map((s) => ({ key: s, label: t(`calendars.start.${s}` as const) })),
            onClick: ({ key }) => {
              setStart(key as Start)
              open('')
            },
          }}
        >
          <Button>{t('calendars.new')}</Button>
        </Dropdown>
        {found && found.id !== IN_FORCE && (
          <Popconfirm
            title={t('calendars.put_in_force_sure', { name: nameOfCalendar(found, word) })}
            okText={t('calendars.put_in_force')}
            cancelText={t('cancel')}
            onConfirm={() => putInForce(found)}
          >
            <Button>{t('calendars.put_in_force')}</Button>
          </Popconfirm>
        )}
      </div>
      <Refusal error={failure} />
      <div role="status">
        {done && (
          <Alert
            type="success"
            className="refusal"
            message={t(id === IN_FORCE ? 'calendars.saved' : 'calendars.saved_draft')}
            action={
              id === IN_FORCE && (
                <Button
                  size="small"
                  onClick={() => recompute.current?.scrollIntoView({ block: 'start' })}
                >
                  {t('calendars.to_recompute')}
                </Button>
              )
            }
          />
        )}
      </div>
      <h2>
        {found
          ? nameOfCalendar(found, word)
          : id === SHIPPED
            ? t('calendars.from_shipped')
            : t('calendars.new')}
      </h2>
      <CalendarForm
        key={`${id}@${chosen.version}#${round}`}
        document={chosen}
        idFor={idFor}
        official={official}
        saved={(saved) => {
          open(saved)
          setDone(true)
        }}
        reload={async () => {
          await refetch()
          open(found ? id : IN_FORCE)
        }}
      />
      <div ref={recompute}>
        <SlaRecompute />
      </div>
    </>
  )
}
