import { DocumentsEditor } from './DocumentsEditor'

/** Working hours, holidays and make-up working days. */
export default function CalendarsSection() {
  return <DocumentsEditor kind="calendar" />
}
