// A field with its label above, and what is wrong with it below.
import type { ReactNode } from 'react'

export function LabelledRow(props: {
  id: string
  label: string
  hint?: string
  problem?: string | undefined
  children: ReactNode
}) {
  return (
    <div className={props.problem ? 'form-row bad' : 'form-row'}>
      <label className="label" htmlFor={props.id}>
        {props.label}
      </label>
      {props.children}
      {props.hint && <p className="soft">{props.hint}</p>}
      {props.problem && <p className="problem">{props.problem}</p>}
    </div>
  )
}
