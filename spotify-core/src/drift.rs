//! What a successful answer had in it that could not be read, and was left out.
//!
//! Answers drift: a field changes its type, a row of a page comes in pieces. Readers that go on
//! without such a part [`report`] it; the client hands the reports of a call to
//! [`Builder::on_drift`](crate::Builder::on_drift), to [`Full`](crate::Full), and as a warning to
//! `tracing`.

use std::{cell::RefCell, fmt, sync::Arc};

use crate::{Excerpt, Meta, trace};

/// A part of an answer that could not be read, and was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The place in the answer, such as `items[17].item.album`.
    pub path: Box<str>,
    /// What is wrong with it.
    pub problem: Excerpt,
    /// How it came, cut to an excerpt.
    pub json: Excerpt,
}

impl Drift {
    /// Describes a part that is left out.
    #[must_use]
    pub fn new(path: impl Into<Box<str>>, problem: &str, json: &str) -> Self {
        Self {
            path: path.into(),
            problem: Excerpt::new(problem),
            json: Excerpt::new(json),
        }
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = Excerpt::new(&self.path);
        write!(f, "{path}: {}; left out: {}", self.problem, self.json)
    }
}

/// How many reports of one answer are kept: one that has changed altogether says the same in
/// every row.
const MOST: usize = 100;

thread_local! {
    /// What was reported on this thread, while somebody collects it.
    static REPORTS: RefCell<Option<Vec<Drift>>> = const { RefCell::new(None) };
}

/// Reports a part of the answer that is being read on this thread.
///
/// Outside of [`collect`], and after 100 reports of one answer, it does nothing.
pub fn report(drift: Drift) {
    REPORTS.with_borrow_mut(|reports| match reports {
        Some(reports) if reports.len() < MOST => reports.push(drift),
        _ => {}
    });
}

/// Reads something, and collects what is reported meanwhile.
pub fn collect<R>(read: impl FnOnce() -> R) -> (R, Vec<Drift>) {
    /// Puts the outer collection back, also if reading panics.
    struct Outer(Option<Vec<Drift>>);
    impl Drop for Outer {
        fn drop(&mut self) {
            REPORTS.set(self.0.take());
        }
    }
    let _outer = Outer(REPORTS.replace(Some(Vec::new())));
    let result = read();
    (result, REPORTS.take().unwrap_or_default())
}

/// Who is told about drift.
#[derive(Clone, Default)]
pub(crate) struct Listener(Option<Arc<Listening>>);

/// What is called with the operation and what was left out of its answer.
type Listening = dyn Fn(&'static Meta, &[Drift]) + Send + Sync;

impl Listener {
    pub(crate) fn new(listener: impl Fn(&'static Meta, &[Drift]) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    /// Tells the log, and whoever wants to know.
    pub(crate) fn tell(&self, meta: &'static Meta, drifts: &[Drift]) {
        if drifts.is_empty() {
            return;
        }
        for drift in drifts {
            trace::drift(meta, drift);
        }
        if let Some(listener) = &self.0 {
            listener(meta, drifts);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_go_to_the_innermost_collection() {
        report(Drift::new("a", "nobody listens", "1"));
        let ((inner, told), outer) = collect(|| {
            report(Drift::new("b", "outer", "2"));
            collect(|| {
                report(Drift::new("c", "inner", "3"));
                7
            })
        });
        assert_eq!(inner, 7);
        assert_eq!(told, [Drift::new("c", "inner", "3")]);
        assert_eq!(outer, [Drift::new("b", "outer", "2")]);
        assert_eq!(
            outer.first().map(ToString::to_string).as_deref(),
            Some("b: outer; left out: 2")
        );
    }

    #[test]
    fn an_answer_that_has_changed_altogether_is_not_kept_whole() {
        let ((), told) = collect(|| {
            for _ in 0..1000 {
                report(Drift::new("x", "y", "z"));
            }
        });
        assert_eq!(told.len(), MOST);
    }
}
