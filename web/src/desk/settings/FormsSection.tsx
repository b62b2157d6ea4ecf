import { DocumentsEditor } from './DocumentsEditor'

/** Public forms: titles in three languages, categories, fields. */
export default function FormsSection() {
  return <DocumentsEditor kind="form" />
}
