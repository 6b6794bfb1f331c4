//! Server-sent events, read as they come.
//!
//! Pure: bytes in, events out. Only what the portal's stream needs: the name and the data of an
//! event, and comments, which tell that the line is alive. Invariant: memory is bounded; a line
//! longer than a cursor can be ends the reading.

/// The longest line; a cursor is far shorter.
const LONGEST: usize = 4 * 1024;

/// What the stream said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// An event.
    Event {
        /// Its name; empty if it has none.
        name: String,
        /// Its data, lines joined.
        data: String,
    },
    /// A comment: nothing happened, the line is alive.
    Comment,
}

/// The stream is none, or a line of it does not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a stream of events")]
pub struct NotEvents;

/// Reads a stream chunk by chunk.
///
/// ```
/// use awp::sync::sse::{Said, Sse};
/// let mut sse = Sse::default();
/// assert_eq!(sse.read(b"event: cursor\nda").unwrap(), []);
/// let said = sse.read(b"ta: e.1.h\n\n:\n\n").unwrap();
/// let cursor = Said::Event { name: "cursor".into(), data: "e.1.h".into() };
/// assert_eq!(said, [cursor, Said::Comment]);
/// ```
#[derive(Debug, Default)]
pub struct Sse {
    /// The line that has not ended yet.
    line: Vec<u8>,
    name: String,
    data: Option<String>,
}

impl Sse {
    /// Takes the next bytes and gives what they complete.
    ///
    /// # Errors
    /// A line or an event has no end, or is not UTF-8.
    pub fn read(&mut self, chunk: &[u8]) -> Result<Vec<Said>, NotEvents> {
        let mut said = Vec::new();
        for byte in chunk {
            if *byte != b'\n' {
                self.line.push(*byte);
                if self.line.len() > LONGEST {
                    return Err(NotEvents);
                }
                continue;
            }
            let line = std::mem::take(&mut self.line);
            let line = String::from_utf8(line).map_err(|_not_text| NotEvents)?;
            said.extend(self.end_of(line.trim_end_matches('\r'))?);
        }
        Ok(said)
    }

    fn end_of(&mut self, line: &str) -> Result<Option<Said>, NotEvents> {
        if line.is_empty() {
            let name = std::mem::take(&mut self.name);
            return Ok(self.data.take().map(|data| Said::Event { name, data }));
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "" => return Ok(Some(Said::Comment)),
            "event" => value.clone_into(&mut self.name),
            "data" => {
                let data = self.data.get_or_insert_default();
                if !data.is_empty() {
                    data.push('\n');
                }
                data.push_str(value);
                if data.len() > LONGEST {
                    return Err(NotEvents);
                }
            }
            // Ids and retry times are not used here; unknown fields are ignored.
            _ => {}
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: &str) -> Said {
        Said::Event {
            name: name.into(),
            data: data.into(),
        }
    }

    #[test]
    fn an_event_is_read_however_the_line_cuts_it() {
        let stream = b"event: cursor\r\ndata: e.7.h1\r\n\r\n: alive\n\ndata: a\ndata: b\n\n";
        let whole = Sse::default().read(stream).unwrap();
        assert_eq!(
            whole,
            [event("cursor", "e.7.h1"), Said::Comment, event("", "a\nb")]
        );
        for cut in 1..stream.len() {
            let mut sse = Sse::default();
            let (head, tail) = stream.split_at(cut);
            let mut said = sse.read(head).unwrap();
            said.extend(sse.read(tail).unwrap());
            assert_eq!(said, whole, "cut at {cut}");
        }
    }

    #[test]
    fn an_event_without_data_is_none() {
        let said = Sse::default().read(b"event: cursor\n\nid: 4\n\n");
        assert_eq!(said, Ok(vec![]));
    }

    #[test]
    fn what_does_not_end_is_no_stream() {
        let endless = [b'x'; LONGEST + 1];
        assert_eq!(Sse::default().read(&endless), Err(NotEvents));
        let endless = b"data: 0123456789\n".repeat(LONGEST);
        assert_eq!(Sse::default().read(&endless), Err(NotEvents));
        assert_eq!(Sse::default().read(b"data: \xff\n\n"), Err(NotEvents));
    }
}
