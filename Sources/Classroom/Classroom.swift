/// The commands of the classroom: hand out, collect, grade.
///
/// Each takes a request and a desk and returns the exit status: 0 fine, 1 refused, 2 wrong arguments, 3 a file or its
/// format.
package enum Classroom {}
