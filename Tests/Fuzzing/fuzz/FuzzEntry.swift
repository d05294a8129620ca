import Glibc

/// The targets by their names, which are also the names of their corpora.
let fuzzTargets: [String: any FuzzTarget] = [
  "attribute-values": AttributeValuesTarget(),
  "commands": CommandsTarget(),
  "decimals": DecimalsTarget(),
  "json": JSONTarget(),
  "page-tokens": PageTokensTarget(),
  "queries": QueriesTarget(),
  "queue-records": QueueRecordsTarget(),
  "runtime-answers": RuntimeAnswersTarget(),
  "stored-items": StoredItemsTarget(),
  "stream-records": StreamRecordsTarget(),
  "timestamps": TimestampsTarget(),
]

/// The target of this process, named by `FUZZ_TARGET`.
private let target: any FuzzTarget = {
  guard let name = getenv("FUZZ_TARGET").map({ String(cString: $0) }), let target = fuzzTargets[name] else {
    fatalError("FUZZ_TARGET must be one of \(fuzzTargets.keys.sorted().joined(separator: ", "))")
  }
  return target
}()

/// Where answers are written to, if anywhere: one line an input, as hexadecimal digits, a space and the answer.
private let answers: AnswerFile? = getenv("FUZZ_ANSWERS").map { AnswerFile(path: String(cString: $0)) }

/// What libFuzzer calls with each input (https://llvm.org/docs/LibFuzzer.html#fuzz-target).
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  target.check(input)
  if let answers, let answer = target.answer(to: input) { answers.write(input, answer) }
  return 0
}
