// One calendar: its zone, its hours, its days, and when tickets would be due by it as it stands on
// the screen. What is wrong stands beside its field, as the server says.
import { Alert, Button, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { get } from '../../../shared/api/client'
import { ApiProblem } from '../../../shared/api/problem'
import type { Document } from '../../../shared/api/types'
import { formatInstant } from '../../../shared/time'
import { useWords } from '../../app/i18n'
import { sayProblemOf } from '../../parts/missing'
import { Refusal } from '../../parts/Refusal'
import { LabelledRow } from '../LabelledRow'
import { SlaPreview } from '../SlaPreview'
import { useEditedDocument } from '../useDocuments'
import { type CalendarModel, placesOf, readCalendar, writeCalendar } from './calendarText'
import { type CalendarBody, IN_FORCE } from './starts'
import { nextFriday, zoneNow, zones } from './times'
import { WeekHours } from './WeekHours'
import { nameOfCalendar } from './words'
import { YearDays } from './YearDays'

const todayIn = (zone: string) => {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date())
  } catch {
    return new Intl.DateTimeFormat('sv-SE').format(new Date())
  }
}

export function CalendarForm(props: {
  document: Document<CalendarBody>
  /** The id it is saved under. */
  idFor: (name: string) => string
  official: CalendarModel
  saved: (id: string) => void
  reload: () => void
}) {
  const { t, word, locale } = useWords()
  const { document, official } = props
  const edited = useEditedDocument('calendar', document)
  const { body, failure } = edited
  const [model, setModel] = useState(() => readCalendar(document.body.text))
  const id = document.id || props.idFor(body.name ?? '')
  const change = (next: CalendarModel) => {
    setModel(next)
    edited.change({ ...body, text: writeCalendar(next).text })
  }
  const changeText = (text: string) => {
    setModel(readCalendar(text))
    edited.change({ ...body, text })
  }
  const undo = () => {
    setModel(readCalendar(document.body.text))
    edited.change(document.body)
  }
  const problems = useMemo(() => {
    const found = new Map<string, string>()
    if (!(failure instanceof ApiProblem)) return found
    const written = writeCalendar(model)
    // Lines of a text typed by hand are not those of the form.
    const ours = written.text === body.text ? written : { text: body.text, places: [] }
    for (const error of failure.errors) {
      const said = sayProblemOf(error, word) ?? error.problem
      const line = /\.line\[(\d+)\]$/.exec(error.path)?.[1]
      const places = placesOf(error.path, ours)
      for (const place of places) found.set(place, said)
      if (line && (places.length === 0 || places.includes('unread') || places.includes('id')))
        found.set('text', t('calendars.line', { n: line, problem: error.detail || said }))
    }
    return found
  }, [failure, model, body.text, word, t])
  const problem = (place: string) => problems.get(place)
  const stale = failure instanceof ApiProblem && failure.type === 'stale_etag'
  const saveOver = async () => {
    const latest = await get<{ items: Document[] }>('/documents/calendar')
    const version = latest.items.find((d) => d.id === id)?.version ?? 0
    await edited.save(id, props.saved, version)
  }
  const today = useMemo(() => todayIn(model.zone), [model.zone])
  return (
    <div className="policy calendar">
      <div>
        <LabelledRow id="calendar-name" label={t('calendars.name')} problem={problem('name')}>
          <Input
            id="calendar-name"
            maxLength={100}
            value={body.name ?? ''}
            placeholder={document.id ? nameOfCalendar({ id }, word) : t('calendars.name_hint')}
            onChange={(e) => edited.change({ ...body, name: e.target.value })}
          />
        </LabelledRow>
        <Zone model={model} change={change} problem={problem('zone')} />
        <WeekHours model={model} change={change} problem={problem} />
        <YearDays
          model={model}
          official={official}
          today={today}
          change={change}
          problem={problem}
        />
        <details className="calendar-text" open={problem('text') ? true : undefined}>
          <summary>{t('calendars.advanced')}</summary>
          <p className="soft">{t('calendars.advanced_hint')}</p>
          <Input.TextArea
            id="calendar-text"
            aria-label={t('calendars.advanced')}
            className="code"
            spellCheck={false}
            rows={8}
            value={body.text}
            onChange={(e) => changeText(e.target.value)}
          />
          {problem('text') && <p className="problem">{problem('text')}</p>}
        </details>
        <p className="soft">
          {document.version > 0 && document.by_name
            ? t('settings.changed', {
                who: document.by_name,
                at: formatInstant(document.at, locale),
              })
            : null}
        </p>
        {document.version === 0 && (
          <p className="soft">
            {id === IN_FORCE ? t('calendars.becomes_main') : t('calendars.becomes_draft')}
          </p>
        )}
        {stale ? (
          <Alert
            role="alert"
            type="warning"
            className="refusal"
            message={t('calendars.stale')}
            description={
              <div className="card-actions">
                <Button onClick={props.reload}>{t('calendars.stale_theirs')}</Button>
                <Button onClick={saveOver}>{t('calendars.stale_mine')}</Button>
              </div>
            }
          />
        ) : (
          <Refusal error={failure} />
        )}
        <p className="card-actions">
          <Button
            type="primary"
            loading={edited.busy}
            disabled={!edited.changed && document.version > 0}
            onClick={() => edited.save(id, props.saved)}
          >
            {t('save')}
          </Button>
          {edited.changed && <Button onClick={undo}>{t('undo')}</Button>}
        </p>
      </div>
      <SlaPreview calendar={body.text} at={nextFriday(new Date())} />
    </div>
  )
}

function Zone(props: {
  model: CalendarModel
  change: (model: CalendarModel) => void
  problem: string | undefined
}) {
  const { t, locale } = useWords()
  const { model, problem } = props
  const options = useMemo(
    () => zones(model.zone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
    [model.zone],
  )
  return (
    <LabelledRow
      id="calendar-zone"
      label={t('calendars.zone')}
      hint={zoneNow(model.zone, new Date(), locale)}
      problem={problem}
    >
      <Select
        id="calendar-zone"
        className="wide"
        showSearch
        optionFilterProp="label"
        status={problem ? 'error' : ''}
        value={model.zone || undefined}
        onChange={(zone: string) => props.change({ ...model, zone })}
        options={options}
      />
    </LabelledRow>
  )
}
