// Which document is edited: one of those there are, or a new one.
import { Button, Select } from 'antd'
import type { Document } from '../../shared/api/types'

export function DocumentPicker<T>(props: {
  label: string
  /** Said on the button, and in the empty field while a new one is made. */
  fresh: string
  items: Document<T>[]
  nameOf: (document: Document<T>) => string
  /** Empty: a new one. */
  chosen: string
  choose: (id: string) => void
}) {
  return (
    <div className="card-actions">
      <Select
        className="role-select"
        showSearch
        optionFilterProp="label"
        aria-label={props.label}
        value={props.chosen || null}
        placeholder={props.fresh}
        onChange={props.choose}
        options={props.items.map((d) => ({ value: d.id, label: props.nameOf(d) }))}
      />
      {props.chosen && <Button onClick={() => props.choose('')}>{props.fresh}</Button>}
    </div>
  )
}
