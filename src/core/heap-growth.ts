import { setFlagsFromString } from 'node:v8'

/**
 * Of a process that serves. V8's own choice for a heap of 80 MiB was 11, which the buffers of one busy
 * client filled three times a second: collecting all of it doubled the processor time of a search (measured).
 */
const servingPercent = 50

/** By how many percent the heap may grow from one full collection to the next. */
export function letHeapGrow(percent = servingPercent): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`)
}
