import Glibc

/// The UDP side of the X-Ray daemon. Sending never blocks and never fails: a lost subsegment is only that.
final class TraceDaemon {
  private let descriptor: Int32
  private var target: sockaddr_in

  /// Takes a numeric IPv4 address only, which is what Lambda gives: looking a name up would bring in the
  /// name service switch, which a static program cannot load.
  init?(address: String) {
    guard let (host, port) = Self.parse(address) else { return nil }
    target = sockaddr_in()
    target.sin_family = sa_family_t(AF_INET)
    target.sin_port = port.bigEndian
    guard inet_pton(AF_INET, host, &target.sin_addr) == 1 else { return nil }
    let flags = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    descriptor = socket(AF_INET, flags, 0)
    guard descriptor >= 0 else { return nil }
  }

  deinit {
    close(descriptor)
  }

  func send(_ datagram: [UInt8]) {
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafePointer(to: &target) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
        _ = sendto(descriptor, datagram, datagram.count, Int32(MSG_NOSIGNAL), target, length)
      }
    }
  }

  /// `host:port`, or words of which one is `udp:host:port`.
  private static func parse(_ address: String) -> (host: String, port: UInt16)? {
    let words = address.split(separator: " ")
    let word = words.first { $0.hasPrefix("udp:") }?.dropFirst(4) ?? words.first
    guard let parts = word?.split(separator: ":"), parts.count == 2, let port = UInt16(parts[1]) else { return nil }
    return (String(parts[0]), port)
  }
}
