// The reader of bpmn.io, so that its package is found in web/node_modules.
import BpmnModdle from 'bpmn-moddle'

export function readBpmn(xml) {
  return new BpmnModdle().fromXML(xml)
}
