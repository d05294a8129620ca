import Glibc
import LambdaRuntime
import TestSupport
import Testing

@Suite struct StandardOutputTests {
  /// A pipe takes 64 KiB, so a line of 1 MB needs many writes, and with O_NONBLOCK also waits.
  @Test(arguments: [0, O_NONBLOCK]) func writesWholeLinesToAFullPipe(_ flags: Int32) throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    _ = fcntl(writing, F_SETFL, flags)
    let line = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
    let received = Locked<[UInt8]>([])
    let reader = LoopbackThread {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while case let count = read(reading, &buffer, buffer.count), count > 0 {
        received.withLock { $0 += buffer[..<count] }
      }
    }
    StandardOutput(descriptor: writing).write(line)
    close(writing)
    reader.join()
    close(reading)
    #expect(received.withLock { $0 } == line)
  }

  @Test func survivesAClosedDescriptor() {
    StandardOutput(descriptor: -1).write([1, 2, 3])
  }
}
