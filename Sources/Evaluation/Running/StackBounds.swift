import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the stack of the running thread ends, and how to run on a larger one.
package enum StackBounds {
  /// Below this address the stack has too little room left to go on.
  static var lowestSafeAddress: UInt {
    let reserve: UInt = 192 * 1024
    #if canImport(Glibc)
      var attributes = pthread_attr_t()
      guard let read = attributesOfThread, read(pthread_self(), &attributes) == 0 else { return 0 }
      defer { pthread_attr_destroy(&attributes) }
      var lowest: UnsafeMutableRawPointer?
      var size = 0
      guard pthread_attr_getstack(&attributes, &lowest, &size) == 0, let lowest else { return 0 }
      return UInt(bitPattern: lowest) + reserve
    #else
      let top = UInt(bitPattern: pthread_get_stackaddr_np(pthread_self()))
      return top - UInt(pthread_get_stacksize_np(pthread_self())) + reserve
    #endif
  }

  #if canImport(Glibc)
    private typealias ReadAttributes = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32

    /// `pthread_getattr_np`, which Glibc's headers show to GNU sources only.
    private static let attributesOfThread: ReadAttributes? = dlsym(nil, "pthread_getattr_np").map {
      unsafeBitCast($0, to: ReadAttributes.self)
    }
  #endif

  /// Runs a closure on a thread with a large stack and waits for it, so that deep recursion in the language works.
  package static func runOnLargeStack<T>(_ body: () -> T) -> T {
    withoutActuallyEscaping(body) { body in
      var result: T?
      // What the body may spend, and what it leaves, is the caller's.
      var effort = Effort.remaining
      let job = Job {
        Effort.allow(effort)
        result = body()
        effort = Effort.remaining
      }
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      pthread_attr_setstacksize(&attributes, 512 << 20)
      #if canImport(Glibc)
        var thread = pthread_t()
      #else
        var thread: pthread_t?
      #endif
      let context = Unmanaged.passRetained(job)
      let status = pthread_create(
        &thread, &attributes,
        { context in
          #if canImport(Glibc)
            guard let context else { return nil }
          #endif
          Unmanaged<Job>.fromOpaque(context).takeRetainedValue().run()
          return nil
        }, context.toOpaque())
      if status == 0 {
        #if canImport(Glibc)
          pthread_join(thread, nil)
        #else
          if let thread { pthread_join(thread, nil) }
        #endif
        Effort.allow(effort)
      } else {
        context.release()
      }
      // Without a thread (the system has no memory for one) the work is done here, on the stack there is.
      return result ?? body()
    }
  }

  private final class Job {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }
}
